namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

/// <summary>A fork answered requests with a key; this is what renews a lease.</summary>
internal sealed record WireActivity
{
    public required string Key { get; init; }

    /// <summary>The sandbox whose fork answered.</summary>
    public required string Sandbox { get; init; }

    /// <summary>How long ago the latest answer was: clocks of two nodes need not agree.</summary>
    public required double SecondsAgo { get; init; }
}
