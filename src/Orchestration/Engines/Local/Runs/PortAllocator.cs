using System.Net;
using System.Net.Sockets;

namespace AgentSandbox.Orchestration.Engines.Local.Runs;

/// <summary>Finds free loopback ports for processes that want to be told one.</summary>
/// <remarks>
/// The system gives ports out at random; between our look and the process's bind somebody else may get the same one.
/// What was given out lately is not given out again, and a process that ends because its port is taken is started once more.
/// </remarks>
internal sealed class PortAllocator
{
    private const int RememberedPorts = 512;
    private const int MaxTries = 64;

    private readonly Lock _gate = new();
    private readonly Queue<int> _recent = new();

    public int Next()
    {
        lock (_gate)
        {
            var port = Probe();
            for (var i = 0; i < MaxTries && _recent.Contains(port); i++)
            {
                port = Probe();
            }

            _recent.Enqueue(port);
            if (_recent.Count > RememberedPorts)
            {
                _recent.Dequeue();
            }

            return port;
        }
    }

    private static int Probe()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port; // bound above
    }
}
