using System.Collections.Concurrent;
using System.Net.Sockets;

namespace AgentSandbox.Kubernetes.ClusterTests.Enrolment;

/// <summary>Exchanges lines with a port that echoes them, on connections that stay open and on new ones, and keeps what failed.</summary>
internal sealed class EchoLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly List<Task> _running = [];
    private readonly string _host;
    private readonly int _port;
    private long _passed;

    private EchoLoad(string host, int port)
    {
        _host = host;
        _port = port;
    }

    /// <summary>Begins with one connection that stays, and new ones all the time.</summary>
    public static async Task<EchoLoad> StartAsync(string host, int port)
    {
        var load = new EchoLoad(host, port);
        await load.StayAsync();
        load._running.Add(Task.Run(load.ComeAndGoAsync));
        return load;
    }

    /// <summary>One more connection that stays; it is open when this returns.</summary>
    public async Task StayAsync()
    {
        var lines = new Lines(await ConnectAsync());
        await lines.ExchangeAsync("first", _stop.Token);
        _running.Add(Task.Run(() => RunAsync(lines)));
    }

    /// <summary>Waits for so many further lines.</summary>
    public async Task PassAsync(int lines)
    {
        var goal = Interlocked.Read(ref _passed) + lines;
        await Eventually.True(() => Interlocked.Read(ref _passed) >= goal || !_failures.IsEmpty);
    }

    public async Task<IReadOnlyList<string>> StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        return [.. _failures];
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(_host, _port, _stop.Token);
        return client;
    }

    private async Task RunAsync(Lines lines)
    {
        using (lines)
        {
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            for (var number = 0; !_stop.IsCancellationRequested && await pace.WaitForNextTickAsync(); number++)
            {
                if (!await TryAsync(() => lines.ExchangeAsync($"line {number}", _stop.Token), "on a connection that stays"))
                {
                    return;
                }
            }
        }
    }

    private async Task ComeAndGoAsync()
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!_stop.IsCancellationRequested && await pace.WaitForNextTickAsync())
        {
            await TryAsync(
                async () =>
                {
                    using var lines = new Lines(await ConnectAsync());
                    await lines.ExchangeAsync("only line", _stop.Token);
                },
                "on a new connection");
        }
    }

    private async Task<bool> TryAsync(Func<Task> exchange, string where)
    {
        try
        {
            await exchange();
            Interlocked.Increment(ref _passed);
            return true;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            _failures.Enqueue($"{where}: {exception.Message}");
            return false;
        }
    }

    /// <summary>A connection on which each line comes back.</summary>
    private sealed class Lines(TcpClient client) : IDisposable
    {
        private readonly StreamReader _reader = new(client.GetStream());

        public async Task ExchangeAsync(string line, CancellationToken cancellationToken)
        {
            await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(line + "\n"), cancellationToken);
            var echo = await _reader.ReadLineAsync(cancellationToken);
            if (echo != line)
            {
                throw new IOException($"'{line}' came back as '{echo ?? "the end"}'.");
            }
        }

        public void Dispose()
        {
            _reader.Dispose();
            client.Dispose();
        }
    }
}
