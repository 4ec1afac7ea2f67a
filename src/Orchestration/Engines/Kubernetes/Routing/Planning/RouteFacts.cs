using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;

/// <summary>All that a router's routes follow from.</summary>
internal sealed record RouteFacts
{
    /// <summary>The operator's latest table; null before the first one.</summary>
    public required WireTable? Table { get; init; }

    /// <summary>The routes of the enrolled Services, and of those whose listeners still serve.</summary>
    public required IReadOnlyList<ServiceRoute> Routes { get; init; }

    public required IReadOnlyList<RoutedPod> Pods { get; init; }

    /// <summary>Forks of which a pod was seen once: for them the operator's addresses are older than what is seen now.</summary>
    public required IReadOnlySet<ForkId> SeenForks { get; init; }
}
