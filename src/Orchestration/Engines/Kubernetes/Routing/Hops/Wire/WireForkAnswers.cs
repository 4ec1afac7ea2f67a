namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;

/// <summary>How many requests with a key forks have answered.</summary>
internal sealed record WireForkAnswers
{
    /// <summary>Since each router started, by its pod.</summary>
    public IReadOnlyDictionary<string, long> Routers { get; init; } = new Dictionary<string, long>();
}
