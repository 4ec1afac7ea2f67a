using System.Collections.Immutable;
using AgentSandbox.Router.Upstreams;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Router.Listeners;

/// <summary>The listeners of a router, opened and closed one after the other.</summary>
internal sealed partial class ServiceListeners(
    SandboxRouter router,
    RouterOptions options,
    RequestPipeline pipeline,
    BaselineStarter starter,
    UpstreamTraffic traffic,
    UpstreamChoice choice,
    TimeProvider timeProvider,
    ILoggerFactory loggerFactory)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    private readonly ILogger _logger = loggerFactory.CreateLogger<SandboxRouter>();
    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _closing = new();
    private ImmutableDictionary<string, IServiceListener> _byService = ImmutableDictionary.Create<string, IServiceListener>(StringComparer.Ordinal);
    private ImmutableDictionary<IServiceListener, string> _retired = ImmutableDictionary<IServiceListener, string>.Empty;
    private bool _closed;

    public IReadOnlyList<ListenerStatus> Statuses =>
    [
        .. _byService.Select(entry => StatusOf(entry.Key, entry.Value, isRetired: false)),
        .. _retired.Select(entry => StatusOf(entry.Value, entry.Key, isRetired: true)),
    ];

    public async Task<int> EnsureAsync(string service, ServiceProtocol protocol, int port, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, router);
            if (_byService.TryGetValue(service, out var present))
            {
                if (present.Protocol == protocol && (port == 0 || port == present.Port))
                {
                    return present.Port;
                }

                port = port == 0 ? present.Port : port;
                await StopAsync_NeedsLock(present);
            }

            var listener = await ReturnAsync_NeedsLock(service, protocol, port) ?? await OpenAsync(service, protocol, port);
            _byService = _byService.Add(service, listener);
            LogOpened(service, protocol, listener.Port);
            return listener.Port;
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task RemoveAsync(string service, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_byService.TryGetValue(service, out var present))
            {
                await StopAsync_NeedsLock(present);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Lets a listener serve until nobody uses it, apart from the service's next one. Ends when it is closed, or in use again.</summary>
    public async Task RetireAsync(string service, TimeSpan quiet, TimeSpan limit, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        IServiceListener? listener;
        try
        {
            if (!_byService.TryGetValue(service, out listener))
            {
                return;
            }

            _byService = _byService.Remove(service);
            _retired = _retired.Add(listener, service);
            listener.Traffic.Mode = ConnectionMode.EndedAfterAnswer;
        }
        finally
        {
            _one.Release();
        }

        LogRetired(service, listener.Port, listener.Traffic.Connections);
        await CloseWhenUnusedAsync(listener, quiet, limit, cancellationToken);
    }

    public void SetMode(string service, ConnectionMode mode)
    {
        if (_byService.TryGetValue(service, out var listener))
        {
            listener.Traffic.Mode = mode;
        }
    }

    public async Task CloseAsync()
    {
        await _closing.CancelAsync();
        await _one.WaitAsync();
        try
        {
            _closed = true;
            await Task.WhenAll([.. _byService.Values.Concat(_retired.Keys).Select(StopAsync)]);
            _byService = _byService.Clear();
            _retired = _retired.Clear();
        }
        finally
        {
            _one.Release();
        }
    }

    private static ListenerStatus StatusOf(string service, IServiceListener listener, bool isRetired) => new()
    {
        Service = service,
        Protocol = listener.Protocol,
        Port = listener.Port,
        Connections = listener.Traffic.Connections,
        InFlight = listener.Traffic.InFlight,
        Requests = listener.Traffic.Requests,
        Quiet = listener.Traffic.Quiet,
        IsRetired = isRetired,
    };

    private async Task CloseWhenUnusedAsync(IServiceListener listener, TimeSpan quiet, TimeSpan limit, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, cancellationToken);
        using var timer = new PeriodicTimer(s_look, timeProvider);
        while (_retired.ContainsKey(listener) && timeProvider.GetElapsedTime(began) is var retired && retired < limit
            && (listener.Traffic.Connections > 0 || retired < quiet || listener.Traffic.Quiet < quiet))
        {
            await timer.WaitForNextTickAsync(ending.Token);
        }

        await _one.WaitAsync(ending.Token);
        try
        {
            if (_retired.ContainsKey(listener))
            {
                await StopAsync_NeedsLock(listener);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>A retired listener on the port: in use again when it is the service's own, else it makes room.</summary>
    private async Task<IServiceListener?> ReturnAsync_NeedsLock(string service, ServiceProtocol protocol, int port)
    {
        var (listener, before) = _retired.FirstOrDefault(entry => entry.Key.Port == port);
        if (listener is null)
        {
            return null;
        }

        if (before == service && listener.Protocol == protocol)
        {
            _retired = _retired.Remove(listener);
            listener.Traffic.Mode = ConnectionMode.Kept;
            return listener;
        }

        await StopAsync_NeedsLock(listener);
        return null;
    }

    private async Task<IServiceListener> OpenAsync(string service, ServiceProtocol protocol, int port)
    {
        // Requests must not inherit the ambient values (activity, culture, caller) of whoever opened the listener.
        Task<IServiceListener> opening;
        using (ExecutionContext.SuppressFlow())
        {
            opening = Task.Run(() => OpenCoreAsync(service, protocol, port));
        }

        try
        {
            return await opening;
        }
        catch (Exception exception) when (HttpServiceListener.IsPortInUse(exception))
        {
            throw new PortInUseException(service, port, exception);
        }
    }

    private async Task<IServiceListener> OpenCoreAsync(string service, ServiceProtocol protocol, int port) =>
        protocol == ServiceProtocol.Tcp
            ? new TcpServiceListener(service, port, router, options, starter, traffic, choice, timeProvider, _logger)
            : await HttpServiceListener.StartAsync(new ServiceApplication(service, pipeline, new ListenerTraffic(timeProvider)), protocol, port, options, loggerFactory);

    private async Task StopAsync_NeedsLock(IServiceListener listener)
    {
        await StopAsync(listener);
        _byService = _byService.RemoveRange(_byService.Where(entry => entry.Value == listener).Select(entry => entry.Key));
        _retired = _retired.Remove(listener);
    }

    private async Task StopAsync(IServiceListener listener)
    {
        // Not the caller's token: a listener that is half closed would hold its port and serve nobody.
        using var limit = new CancellationTokenSource(options.ShutdownTimeout, timeProvider);
        await listener.StopAsync(limit.Token);
        LogClosed(listener.Port);
    }

    [LoggerMessage(EventId = RouterEvents.ListenerOpened, Level = LogLevel.Information, Message = "Listening for {Service} ({Protocol}) on port {Port}.")]
    private partial void LogOpened(string service, ServiceProtocol protocol, int port);

    [LoggerMessage(EventId = RouterEvents.ListenerRetired, Level = LogLevel.Information, Message = "The listener of {Service} on port {Port} is retired with {Connections} open connections.")]
    private partial void LogRetired(string service, int port, int connections);

    [LoggerMessage(EventId = RouterEvents.ListenerClosed, Level = LogLevel.Information, Message = "Stopped listening on port {Port}.")]
    private partial void LogClosed(int port);
}
