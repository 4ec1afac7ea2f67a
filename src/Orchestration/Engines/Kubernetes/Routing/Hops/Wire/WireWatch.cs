namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;

/// <summary>Asks routers to keep the hops of a request that will be sent.</summary>
internal sealed record WireWatch
{
    public required string RequestId { get; init; }

    public string? TraceId { get; init; }

    /// <summary>The key whose token gives the right to ask.</summary>
    public required string Key { get; init; }

    /// <summary>The sandbox that the key is used for; information.</summary>
    public string? Sandbox { get; init; }

    /// <summary>The key that the request carries, if any.</summary>
    public string? Carried { get; init; }

    /// <summary>Only this request has the key that it carries; the token must give the right to that key too.</summary>
    public bool OwnsKey { get; init; }
}
