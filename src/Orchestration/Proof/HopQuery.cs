using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Proof;

/// <summary>The request whose hops are asked for.</summary>
public sealed record HopQuery
{
    /// <summary>The id that the request carries.</summary>
    public required string RequestId { get; init; }

    /// <summary>The trace that it carries.</summary>
    public required string TraceId { get; init; }

    /// <summary>The key that the request carries; null when it carries none.</summary>
    public RoutingKey? Carried { get; init; }

    /// <summary>True when only this request has the key that it carries: every hop with that key is then its own, also one that lost the request's ids.</summary>
    public bool OwnsKey { get; init; }

    /// <summary>A key of the sandbox, which gives the right to ask where routers are shared; the request itself may carry another one, or none.</summary>
    public RoutingKey? Key { get; init; }
}
