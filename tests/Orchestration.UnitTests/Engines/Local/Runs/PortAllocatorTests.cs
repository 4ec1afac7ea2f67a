using System.Net;
using System.Net.Sockets;
using AgentSandbox.Orchestration.Engines.Local.Runs;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Local.Runs;

public sealed class PortAllocatorTests
{
    [Fact]
    public void Ports_AreDifferentAndCanBeBound()
    {
        var allocator = new PortAllocator();

        var ports = Enumerable.Range(0, 200).Select(_ => allocator.Next()).ToList();

        ports.Should().OnlyHaveUniqueItems().And.OnlyContain(port => port > 0 && port < 65536);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Invoking(s => s.Bind(new IPEndPoint(IPAddress.Loopback, ports[^1]))).Should().NotThrow();
    }
}
