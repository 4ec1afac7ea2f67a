using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>Addresses on this machine that lead into the cluster: each connection is a port-forward of its own, with the user's rights.</summary>
internal sealed partial class ServiceEntries(IEntryPorts ports, ILogger<ServiceEntries> logger) : IAsyncDisposable
{
    private const int MaxConnections = 256;

    private readonly ConcurrentDictionary<string, Lazy<TcpListener>> _listeners = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly SemaphoreSlim _places = new(MaxConnections, MaxConnections);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The address of a service on this machine; the same for as long as this process lives.</summary>
    public Uri AddressOf(string service)
    {
        var listener = _listeners.GetOrAdd(service, name => new Lazy<TcpListener>(() => Listen(name))).Value;
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var listener in _listeners.Values)
        {
            listener.Value.Stop();
        }

        await Task.WhenAll(_connections.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private TcpListener Listen(string service)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = AcceptAsync(service, listener, _stop.Token);
        return listener;
    }

    private async Task AcceptAsync(string service, TcpListener listener, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(cancellationToken);
                var client = await listener.AcceptTcpClientAsync(cancellationToken);
                var work = Task.Run(() => ServeAsync(service, client, cancellationToken), CancellationToken.None);
                _connections.TryAdd(work, 0);
                _ = work.ContinueWith(
                    ended =>
                    {
                        _connections.TryRemove(ended, out _);
                        _places.Release();
                    },
                    CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return; // the host ends
            }
        }
    }

    private async Task ServeAsync(string service, TcpClient client, CancellationToken cancellationToken)
    {
        using var near = client;
        client.NoDelay = true;
        try
        {
            var opened = await ports.OpenAsync(service, cancellationToken);
            if (!opened.IsSuccess)
            {
                LogNotOpened(service, opened.Failure.Code, opened.Failure.Message);
                client.Client.LingerState = new LingerOption(true, 0); // a reset, not an empty answer
                return;
            }

            await using var far = opened.Value;
            var stream = client.GetStream();
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var there = PumpAsync(stream, far, ended.Token);
            var back = PumpAsync(far, stream, ended.Token);
            await Task.WhenAny(there, back);
            client.Client.Shutdown(SocketShutdown.Send);
            if (there.IsCompleted && !back.IsCompleted)
            {
                await back.WaitAsync(cancellationToken); // the client has said all, the answer is still on its way
            }

            await ended.CancelAsync();
            await Task.WhenAll(there, back).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            LogBroken(service, e.Message);
        }
    }

    private static async Task PumpAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        await from.CopyToAsync(to, cancellationToken);
        await to.FlushAsync(cancellationToken);
    }

    [LoggerMessage(EventId = 6211, Level = LogLevel.Warning, Message = "No connection to {Service} in the cluster ({Code}): {Reason}")]
    private partial void LogNotOpened(string service, string code, string reason);

    [LoggerMessage(EventId = 6212, Level = LogLevel.Debug, Message = "A connection to {Service} ended: {Reason}")]
    private partial void LogBroken(string service, string reason);
}
