using AgentSandbox.Router.Hops;
using AgentSandbox.Router.Routes;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Router;

/// <summary>The data plane: one loopback listener per service, which sends each request to the fork or to the baseline.</summary>
/// <remarks>All members are safe for use by several threads. A router that is disposed has closed its listeners and connections.</remarks>
public sealed class SandboxRouter : IAsyncDisposable
{
    private RouteTable _table = RouteTable.Empty;

    /// <summary>Creates a router without listeners and with an empty, incomplete table.</summary>
    /// <exception cref="ArgumentException">The options are not valid; the message names every error.</exception>
    public SandboxRouter(RouterOptions options, IBaselineActivator activator, TimeProvider timeProvider, ILoggerFactory loggerFactory)
    {
        RouterOptionsValidator.ThrowIfInvalid(options);
        ArgumentNullException.ThrowIfNull(activator);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        Hops = new HopStore(options, timeProvider);
    }

    /// <summary>A keyed request was answered by a fork. Handlers run on the request's path: they must be fast and must not throw.</summary>
    public event Action<ForkReached>? ForkReached;

    /// <summary>The table that new requests are decided by.</summary>
    public RouteTable Table => Volatile.Read(ref _table);

    /// <summary>The router's records.</summary>
    public HopStore Hops { get; }

    /// <summary>Takes a table. When the task ends, every request that arrives is decided by it, or by a newer one.</summary>
    /// <returns>The generation in force, which is the acknowledgement; a table older than it is not taken.</returns>
    public ValueTask<long> PublishAsync(RouteTable table, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Volatile.Write(ref _table, table);
        return ValueTask.FromResult(table.Generation);
    }

    /// <summary>Makes sure that a service has a listener on 127.0.0.1, and says its port. Can be repeated.</summary>
    /// <param name="service">The service.</param>
    /// <param name="protocol">What it speaks; a listener of another protocol is replaced.</param>
    /// <param name="port">The port, or 0 to keep the present one or choose a free one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="PortInUseException">The port belongs to somebody else.</exception>
    public Task<int> EnsureListenerAsync(string service, ServiceProtocol protocol, int port, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Closes the listener of a service, if it has one, after its requests have ended or the shutdown limit has passed.</summary>
    public Task RemoveListenerAsync(string service, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Waits until no request is in flight to an upstream, upgraded and passed-through connections included. Publish a
    /// table without the upstream first: requests that were being decided meanwhile are counted.
    /// </summary>
    /// <returns>True when it is idle; false when <paramref name="limit"/> passed first.</returns>
    public Task<bool> DrainAsync(Uri target, TimeSpan limit, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    internal void OnForkReached(ForkReached reached) => ForkReached?.Invoke(reached);
}
