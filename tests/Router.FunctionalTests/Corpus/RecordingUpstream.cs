using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AgentSandbox.Router.FunctionalTests.Corpus;

/// <summary>An upstream that keeps the exact bytes of each request. It reads as the standard says, and nothing else.</summary>
internal sealed class RecordingUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly Task _accepting;

    public RecordingUpstream()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>The requests that came whole, in the order of their ends.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public void Forget() => Requests.Clear();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll(_connections.Keys.Append(_accepting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _connections[ServeAsync(client)] = 0;
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var connection = new Connection(client.GetStream(), _stop.Token);
        try
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                Requests.Enqueue(request);
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        }
        catch (Exception e) when (e is IOException or EndOfStreamException or FormatException)
        {
            // A request that broke off is none.
        }
    }

    private sealed class Connection(NetworkStream stream, CancellationToken stop)
    {
        private readonly byte[] _buffer = new byte[64 * 1024];
        private int _length;
        private int _next;

        public Task WriteAsync(string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop).AsTask();

        /// <summary>Null when the connection ends between two requests.</summary>
        public async Task<string?> ReadRequestAsync()
        {
            if (!await FillAsync())
            {
                return null;
            }

            var all = new StringBuilder();
            var headers = new List<string>();
            while (await ReadLineAsync(all) is { Length: > 0 } line)
            {
                headers.Add(line);
            }

            if (headers.Any(line => line.StartsWith("Expect:", StringComparison.OrdinalIgnoreCase)))
            {
                await WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
            }

            if (Value(headers, "Transfer-Encoding") is not null)
            {
                await ReadChunksAsync(all);
            }
            else if (Value(headers, "Content-Length") is { } length)
            {
                await ReadBytesAsync(all, int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture));
            }

            return all.ToString();
        }

        private static string? Value(List<string> headers, string name) =>
            headers.Where(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 2)..]).SingleOrDefault();

        private async Task ReadChunksAsync(StringBuilder all)
        {
            int size;
            do
            {
                size = int.Parse(await ReadLineAsync(all), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                await ReadBytesAsync(all, size);
                if (size > 0 && (await ReadLineAsync(all)).Length > 0)
                {
                    throw new FormatException("A chunk is longer than its size.");
                }
            }
            while (size > 0);
            while ((await ReadLineAsync(all)).Length > 0)
            {
                // Trailers are part of what was seen.
            }
        }

        private async Task<string> ReadLineAsync(StringBuilder all)
        {
            var line = new StringBuilder();
            while (!(line.Length >= 2 && line[^2] == '\r' && line[^1] == '\n'))
            {
                line.Append(await ReadByteAsync());
            }

            all.Append(line);
            return line.ToString(0, line.Length - 2);
        }

        private async Task ReadBytesAsync(StringBuilder all, int count)
        {
            for (var i = 0; i < count; i++)
            {
                all.Append(await ReadByteAsync());
            }
        }

        private async ValueTask<char> ReadByteAsync() => await FillAsync() ? (char)_buffer[_next++] : throw new EndOfStreamException();

        private async ValueTask<bool> FillAsync()
        {
            if (_next == _length)
            {
                (_next, _length) = (0, await stream.ReadAsync(_buffer, stop));
            }

            return _length > 0;
        }
    }
}
