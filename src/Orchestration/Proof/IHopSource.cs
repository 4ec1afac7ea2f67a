using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Proof;

/// <summary>The routers' records, whatever runs the routers.</summary>
public interface IHopSource
{
    /// <summary>Registers a request before it is sent, so that none of its hops is missed.</summary>
    /// <param name="requestId">The id that the request carries.</param>
    /// <param name="traceId">The trace that it carries.</param>
    IHopWatch Watch(string requestId, string traceId);

    /// <summary>How many requests with a key have reached a fork, since <paramref name="key"/> was first asked about.</summary>
    /// <param name="key">The key.</param>
    long ForkAnswers(RoutingKey key);

    /// <summary>Stops counting for a key.</summary>
    /// <param name="key">The key.</param>
    void Forget(RoutingKey key);
}
