namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;

/// <summary>Answers a <see cref="WireWatch"/>.</summary>
internal sealed record WireWatching
{
    /// <summary>Names the watch at the router that was asked.</summary>
    public required string Id { get; init; }

    /// <summary>The router pods that keep the hops.</summary>
    public IReadOnlyList<string> Routers { get; init; } = [];

    /// <summary>Which router did not take the registration; null when all did.</summary>
    public string? Incomplete { get; init; }
}
