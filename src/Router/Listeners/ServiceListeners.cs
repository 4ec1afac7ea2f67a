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
    private readonly ILogger _logger = loggerFactory.CreateLogger<SandboxRouter>();
    private readonly Dictionary<string, IServiceListener> _byService = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1);
    private bool _closed;

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
                await StopAsync_NeedsLock(service, present);
            }

            var listener = await OpenAsync(service, protocol, port);
            _byService.Add(service, listener);
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
                await StopAsync_NeedsLock(service, present);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task CloseAsync()
    {
        await _one.WaitAsync();
        try
        {
            _closed = true;
            await Task.WhenAll(_byService.ToArray().Select(entry => StopAsync_NeedsLock(entry.Key, entry.Value)));
        }
        finally
        {
            _one.Release();
        }
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
            : await HttpServiceListener.StartAsync(new ServiceApplication(service, pipeline), protocol, port, options, loggerFactory);

    private async Task StopAsync_NeedsLock(string service, IServiceListener listener)
    {
        // Not the caller's token: a listener that is half closed would hold its port and serve nobody.
        using var limit = new CancellationTokenSource(options.ShutdownTimeout, timeProvider);
        await listener.StopAsync(limit.Token);
        lock (_byService)
        {
            _byService.Remove(service);
        }

        LogClosed(service, listener.Port);
    }

    [LoggerMessage(EventId = RouterEvents.ListenerOpened, Level = LogLevel.Information, Message = "Listening for {Service} ({Protocol}) on 127.0.0.1:{Port}.")]
    private partial void LogOpened(string service, ServiceProtocol protocol, int port);

    [LoggerMessage(EventId = RouterEvents.ListenerClosed, Level = LogLevel.Information, Message = "Stopped listening for {Service} on port {Port}.")]
    private partial void LogClosed(string service, int port);
}
