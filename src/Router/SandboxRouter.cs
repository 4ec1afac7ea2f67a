using AgentSandbox.Router.Carriers;
using AgentSandbox.Router.Forwarding;
using AgentSandbox.Router.Hops;
using AgentSandbox.Router.Listeners;
using AgentSandbox.Router.Recording;
using AgentSandbox.Router.Routes;
using AgentSandbox.Router.Upstreams;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Router;

/// <summary>The data plane: one loopback listener per service, which sends each request to the fork or to the baseline.</summary>
/// <remarks>All members are safe for use by several threads. A router that is disposed has closed its listeners and connections.</remarks>
public sealed partial class SandboxRouter : IAsyncDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly UpstreamTraffic _traffic = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpForwarder _forwarder;
    private readonly ServiceListeners _listeners;
    private readonly Lock _publishing = new();
    private RouteTable _table = RouteTable.Empty;
    private int _disposed;

    /// <summary>Creates a router without listeners and with an empty, incomplete table.</summary>
    /// <exception cref="ArgumentException">The options are not valid; the message names every error.</exception>
    public SandboxRouter(RouterOptions options, IBaselineActivator activator, TimeProvider timeProvider, ILoggerFactory loggerFactory)
    {
        RouterOptionsValidator.ThrowIfInvalid(options);
        ArgumentNullException.ThrowIfNull(activator);
        _timeProvider = timeProvider;
        _logger = loggerFactory.CreateLogger<SandboxRouter>();
        Hops = new HopStore(options, timeProvider);
        Recordings = new TrafficRecordings(timeProvider);
        _forwarder = new HttpForwarder(options, timeProvider);
        var starter = new BaselineStarter(activator, options.ActivationTimeout, timeProvider, _logger, _stopping.Token);
        var choice = new UpstreamChoice(_traffic);
        var pipeline = new RequestPipeline(this, options, new CarrierReader(options.ForeignCarriers), starter, _traffic, choice, _forwarder, _logger);
        _listeners = new ServiceListeners(this, options, pipeline, starter, _traffic, choice, timeProvider, loggerFactory);
    }

    /// <summary>A keyed request was answered by a fork. Handlers run on the request's path: they must be fast and must not throw.</summary>
    public event Action<ForkReached>? ForkReached;

    /// <summary>The table that new requests are decided by.</summary>
    public RouteTable Table => Volatile.Read(ref _table);

    /// <summary>The router's records.</summary>
    public HopStore Hops { get; }

    /// <summary>The listeners that are open now, retired ones included.</summary>
    public IReadOnlyList<ListenerStatus> Listeners => _listeners.Statuses;

    internal TrafficRecordings Recordings { get; }

    /// <summary>Takes a table. When the task ends, every request that arrives is decided by it, or by a newer one.</summary>
    /// <returns>The generation in force, which is the acknowledgement; a table older than it is not taken.</returns>
    public ValueTask<long> PublishAsync(RouteTable table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_publishing)
        {
            if (table.Generation < _table.Generation)
            {
                LogTableIgnored(table.Generation, _table.Generation);
                return ValueTask.FromResult(_table.Generation);
            }

            Interlocked.Exchange(ref _table, table);
        }

        _traffic.Prune();
        LogTableTaken(table.Generation, table.Services.Count, table.Keys.Count);
        return ValueTask.FromResult(table.Generation);
    }

    /// <summary>Keeps a copy of the requests of a scope, in memory, until the recording is disposed. Where two cover a request, the older one gets it.</summary>
    public TrafficRecording Record(TrafficScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return Recordings.Start(scope);
    }

    /// <summary>Makes sure that a service has a listener on 127.0.0.1, and says its port. Can be repeated.</summary>
    /// <param name="service">The service.</param>
    /// <param name="protocol">What it speaks; a listener of another protocol is replaced.</param>
    /// <param name="port">The port, or 0 to keep the present one or choose a free one.</param>
    /// <param name="cancellationToken">Gives up waiting for other changes of listeners.</param>
    /// <exception cref="PortInUseException">The port belongs to somebody else.</exception>
    public Task<int> EnsureListenerAsync(string service, ServiceProtocol protocol, int port, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(service);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        return _listeners.EnsureAsync(service, protocol, port, cancellationToken);
    }

    /// <summary>Closes the listener of a service, if it has one, after its requests have ended or the shutdown limit has passed.</summary>
    public Task RemoveListenerAsync(string service, CancellationToken cancellationToken) =>
        _listeners.RemoveAsync(service, cancellationToken);

    /// <summary>
    /// Takes a listener out of use without a lost request: it goes on serving its service's route on its old port, each
    /// answer ends its connection, and it closes when it has no connection and was quiet for a while, or at the limit. The
    /// service can get another listener meanwhile; asking for the old port again puts this one back into use.
    /// </summary>
    /// <param name="service">The service; one without a listener is done.</param>
    /// <param name="quiet">How long nothing may come before it closes.</param>
    /// <param name="limit">When it closes in any case.</param>
    /// <param name="cancellationToken">Ends the wait; the listener then stays open until the router ends.</param>
    /// <returns>A task that ends when the listener is closed, or in use again.</returns>
    public Task RetireListenerAsync(string service, TimeSpan quiet, TimeSpan limit, CancellationToken cancellationToken) =>
        _listeners.RetireAsync(service, quiet, limit, cancellationToken);

    /// <summary>Says what becomes of the connections of a service's listener after each answer. Has no meaning for tcp.</summary>
    public void SetConnectionMode(string service, ConnectionMode mode) => _listeners.SetMode(service, mode);

    /// <summary>
    /// Waits until no request is in flight to an upstream, upgraded and passed-through connections included. Publish a
    /// table without the upstream first: requests that were being decided meanwhile are counted.
    /// </summary>
    /// <returns>True when it is idle; false when <paramref name="limit"/> passed first.</returns>
    public async Task<bool> DrainAsync(Uri target, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        try
        {
            await _traffic.WhenIdle(new UpstreamAddress(target).Origin).WaitAsync(limit, _timeProvider, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        // First those who wait for a baseline, or they would keep their listeners open.
        await _stopping.CancelAsync();
        await _listeners.CloseAsync();
        _forwarder.Dispose();
    }

    internal void OnForkReached(ForkReached reached) => ForkReached?.Invoke(reached);

    [LoggerMessage(EventId = RouterEvents.TableTaken, Level = LogLevel.Debug, Message = "Took table {Generation} with {Services} services and {Keys} keys.")]
    private partial void LogTableTaken(long generation, int services, int keys);

    [LoggerMessage(EventId = RouterEvents.TableIgnored, Level = LogLevel.Warning, Message = "Ignored table {Generation}, which is older than {Present}.")]
    private partial void LogTableIgnored(long generation, long present);
}
