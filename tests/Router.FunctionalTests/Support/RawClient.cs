using System.Net.Sockets;
using System.Text;

namespace AgentSandbox.Router.FunctionalTests.Support;

/// <summary>A client that sends exactly the bytes that it is told to.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new();

    private RawClient()
    {
    }

    public NetworkStream Stream { get; private set; } = null!; // set by ConnectAsync

    public static async Task<RawClient> ConnectAsync(int port)
    {
        var client = new RawClient();
        await client._client.ConnectAsync("127.0.0.1", port);
        client.Stream = client._client.GetStream();
        return client;
    }

    public static async Task<string> ExchangeAsync(int port, string request)
    {
        using var client = await ConnectAsync(port);
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }

    public Task SendAsync(string text) => Stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    public async Task<string> ReadUntilAsync(string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            if (await Stream.ReadAsync(buffer, TestTimeouts.Token()) == 0)
            {
                throw new EndOfStreamException($"The connection ended after: {text}");
            }

            text.Append((char)buffer[0]);
        }

        return text.ToString();
    }

    public async Task<string> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        try
        {
            await Stream.CopyToAsync(all, TestTimeouts.Token());
        }
        catch (IOException) when (all.Length > 0)
        {
            // A server that refuses a request and closes at once may reset what it has not read.
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }

    public void CloseSending() => _client.Client.Shutdown(SocketShutdown.Send);

    public void Reset() => _client.Client.Close(0);

    public void Dispose() => _client.Dispose();
}
