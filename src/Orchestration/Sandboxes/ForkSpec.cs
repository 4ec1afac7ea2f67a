using AgentSandbox.Orchestration.Sandboxes.Workloads;

namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>A fork as it is wanted. Every deploy writes a new one with a higher revision.</summary>
public sealed record ForkSpec
{
    /// <summary>The forked service.</summary>
    public required string Service { get; init; }

    /// <summary>Rises by one with each deploy; never used twice within a sandbox and service.</summary>
    public required int Revision { get; init; }

    /// <summary>What to build and run.</summary>
    public required ForkSource Source { get; init; }

    /// <summary>Extra environment of this deploy. Values are not secrets: they are stored.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What changes on the cluster's workload; null where forks are processes.</summary>
    public ForkWorkloadSpec? Workload { get; init; }

    /// <summary>When the deploy was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }
}
