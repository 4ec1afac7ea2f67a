using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Proof;

/// <summary>The routers' records, whatever runs the routers.</summary>
public interface IHopSource
{
    /// <summary>Registers a request at all routers before it is sent, so that none of its hops is missed.</summary>
    /// <param name="query">Which request.</param>
    /// <param name="cancellationToken">Cancels the registration.</param>
    Task<Result<IHopWatch>> WatchAsync(HopQuery query, CancellationToken cancellationToken);

    /// <summary>How many requests with a key have reached a fork, since <paramref name="key"/> was first asked about.</summary>
    /// <param name="key">The key; the routers know it already.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    Task<long> ForkAnswersAsync(RoutingKey key, CancellationToken cancellationToken);

    /// <summary>Stops counting for a key.</summary>
    /// <param name="key">The key.</param>
    void Forget(RoutingKey key);
}
