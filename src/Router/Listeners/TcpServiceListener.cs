using System.Net;
using System.Net.Sockets;
using AgentSandbox.Router.Forwarding;
using AgentSandbox.Router.Routes;
using AgentSandbox.Router.Upstreams;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Router.Listeners;

/// <summary>Passes the bytes of a tcp service through to its baseline. Keys cannot be seen, so nothing is routed.</summary>
internal sealed partial class TcpServiceListener : IServiceListener
{
    private readonly string _service;
    private readonly SandboxRouter _router;
    private readonly RouterOptions _options;
    private readonly BaselineStarter _starter;
    private readonly UpstreamTraffic _traffic;
    private readonly UpstreamChoice _choice;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly TcpListener _listener;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _stopAccepting = new();
    private readonly CancellationTokenSource _stopConnections = new();
    private readonly HashSet<Task> _connections = [];
    private readonly Task _accepting;

    public TcpServiceListener(
        string service, int port, SandboxRouter router, RouterOptions options, BaselineStarter starter,
        UpstreamTraffic traffic, UpstreamChoice choice, TimeProvider timeProvider, ILogger logger)
    {
        _service = service;
        _router = router;
        _options = options;
        _starter = starter;
        _traffic = traffic;
        _choice = choice;
        _timeProvider = timeProvider;
        _logger = logger;
        _places = new SemaphoreSlim(options.MaxClientConnections);
        _listener = new TcpListener(options.ListenAddress, port);
        if (options.ListenAddress.Equals(IPAddress.IPv6Any))
        {
            _listener.Server.DualMode = true; // as the other protocols' listeners do it
        }

        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Traffic = new ListenerTraffic(timeProvider);
        _accepting = Task.Run(AcceptAsync);
    }

    public ServiceProtocol Protocol => ServiceProtocol.Tcp;

    public int Port { get; }

    public ListenerTraffic Traffic { get; }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopAccepting.CancelAsync();
        await _accepting;
        Task[] open;
        lock (_connections)
        {
            open = [.. _connections];
        }

        await Task.WhenAll(open).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopConnections.CancelAsync();
        await Task.WhenAll(open);
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _places.WaitAsync(_stopAccepting.Token);
                var client = await AcceptOneAsync();
                Traffic.ConnectionOpened();
                Traffic.RequestArrived();
                var connection = Task.Run(() => ServeAsync(client));
                lock (_connections)
                {
                    _connections.Add(connection);
                }

                _ = connection.ContinueWith(Forget, TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException) when (_stopAccepting.IsCancellationRequested)
        {
            _listener.Stop();
        }
    }

    private async Task<Socket> AcceptOneAsync()
    {
        while (true)
        {
            try
            {
                return await _listener.AcceptSocketAsync(_stopAccepting.Token);
            }
            catch (SocketException exception)
            {
                // A client that gave up before it was accepted must not end the listener.
                LogAcceptFailed(_service, exception.SocketErrorCode);
            }
        }
    }

    private void Forget(Task connection)
    {
        _places.Release();
        Traffic.RequestEnded();
        Traffic.ConnectionClosed();
        lock (_connections)
        {
            _connections.Remove(connection);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            try
            {
                await PassThroughAsync(client);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                LogPassThroughFailed(_service, exception.GetType().Name);
                client.Close(0); // a reset tells the client that this was no orderly end
            }
        }
    }

    private async Task PassThroughAsync(Socket client)
    {
        var tried = new List<UpstreamAddress>();
        while (true)
        {
            var (address, use) = await FindBaselineAsync(tried);
            if (use is null)
            {
                throw new IOException($"The baseline of service '{_service}' does not answer.");
            }

            try
            {
                using var upstream = new Socket(SocketType.Stream, ProtocolType.Tcp);
                if (await TryConnectAsync(upstream, address!.Uri)) // an address comes with its use
                {
                    await JoinAsync(client, upstream);
                    return;
                }
            }
            finally
            {
                use.End();
            }

            tried.Add(address);
        }
    }

    private async Task<bool> TryConnectAsync(Socket upstream, Uri address)
    {
        using var limit = new CancellationTokenSource(_options.ConnectTimeout, _timeProvider);
        using var connecting = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopConnections.Token);
        try
        {
            await upstream.ConnectAsync(address.Host, address.Port, connecting.Token);
            return true;
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !_stopConnections.IsCancellationRequested))
        {
            LogPassThroughFailed(_service, exception.GetType().Name);
            return false;
        }
    }

    private async Task JoinAsync(Socket client, Socket upstream)
    {
        client.NoDelay = upstream.NoDelay = true;
        using var timer = new IdleTimer(_options.TcpIdleTimeout, _timeProvider, _stopConnections.Token);
        await using var clientStream = new NetworkStream(client);
        await using var upstreamStream = new NetworkStream(upstream);
        await UpgradedConnection.CopyBothWaysAsync(
            clientStream, upstreamStream, () => upstream.Shutdown(SocketShutdown.Send), () => client.Shutdown(SocketShutdown.Send), timer, halfOpenLimited: false);
    }

    /// <summary>As for HTTP: count first, then see that the table is still the one that was asked.</summary>
    private async Task<(UpstreamAddress? Address, UpstreamUse? Use)> FindBaselineAsync(IReadOnlyCollection<UpstreamAddress> tried)
    {
        while (true)
        {
            var table = _router.Table;
            var address = await FindAddressAsync(table, tried);
            if (address is null)
            {
                return (null, null);
            }

            var use = _traffic.Begin(address.Origin);
            if (ReferenceEquals(table, _router.Table))
            {
                return (address, use);
            }

            use.End();
        }
    }

    private async ValueTask<UpstreamAddress?> FindAddressAsync(RouteTable table, IReadOnlyCollection<UpstreamAddress> tried)
    {
        if (!table.TryGetService(_service, out var route))
        {
            return null;
        }

        return route.State switch
        {
            BaselineState.Ready => _choice.Choose(route.Upstreams, tried),
            BaselineState.Dormant when tried.Count == 0 => (await _starter.StartAsync(_service, _stopConnections.Token)).Address is { } started ? new UpstreamAddress(started) : null,
            _ => null,
        };
    }

    [LoggerMessage(EventId = RouterEvents.PassThroughFailed, Level = LogLevel.Debug, Message = "A connection to {Service} ended with {Error}.")]
    private partial void LogPassThroughFailed(string service, string error);

    [LoggerMessage(EventId = RouterEvents.AcceptFailed, Level = LogLevel.Debug, Message = "A connection to {Service} could not be accepted: {Error}.")]
    private partial void LogAcceptFailed(string service, SocketError error);
}
