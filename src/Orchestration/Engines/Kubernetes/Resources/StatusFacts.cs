using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>All that a status follows from.</summary>
internal sealed record StatusFacts
{
    /// <summary>The spec as it was understood.</summary>
    public required SandboxReading Reading { get; init; }

    /// <summary>What was observed; null when nothing of the object can be used.</summary>
    public required SandboxRecord? Record { get; init; }

    /// <summary>When its lease ends without further activity.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether every ready router has confirmed the routes of this sandbox; null when there are no routers to ask.</summary>
    public bool? IsRouted { get; init; }

    /// <summary>What each fork was cloned from: workload, fingerprint, and whether it changed since.</summary>
    public IReadOnlyDictionary<string, (string Workload, string Fingerprint, BaselineDrift Drift)> Baselines { get; init; } =
        new Dictionary<string, (string, string, BaselineDrift)>();

    /// <summary>What gives the right to read the sandbox's hops; null to leave it out.</summary>
    public string? HopToken { get; init; }

    /// <summary>The status as it is, for the times of its conditions.</summary>
    public JsonObject? Previous { get; init; }

    public required DateTimeOffset Now { get; init; }
}
