using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AgentSandbox.Router.FunctionalTests.Support;

/// <summary>A socket that plays an upstream byte by byte, for what no well-behaved server would do or show.</summary>
internal sealed class RawUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, NetworkStream, Task> _respond;
    private readonly Task _accepting;

    public RawUpstream(Func<string, NetworkStream, Task> respond)
    {
        _respond = respond;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public RawUpstream(string response)
        : this((_, stream) => stream.WriteAsync(Encoding.Latin1.GetBytes(response)).AsTask())
    {
    }

    public Uri Address { get; }

    /// <summary>The head of the latest request, exactly as it arrived.</summary>
    public string LastHead { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                LastHead = await ReadHeadAsync(stream);
                await _respond(LastHead, stream);
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException or IOException)
        {
            // The test has ended, or the router has closed the connection.
        }
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
