using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Hosting.Cluster;

/// <summary>How an operator works.</summary>
internal sealed record OperatorSettings
{
    /// <summary>Where it runs; with <see cref="WatchesAll"/> false, also what it looks after.</summary>
    public required string Namespace { get; init; }

    /// <summary>Looks after every namespace.</summary>
    public bool WatchesAll { get; init; }

    /// <summary>Name of its pod.</summary>
    public required string Pod { get; init; }

    /// <summary>Address of its pod, at which routers reach the elected replica.</summary>
    public string? Address { get; init; }

    /// <summary>The usual lease of sandboxes.</summary>
    public LeaseSpec Lease { get; init; } = new(TimeSpan.FromMinutes(60), TimeSpan.FromHours(24));

    /// <summary>What it accepts.</summary>
    public SandboxLimits Limits { get; init; } = SandboxLimits.None;

    public int TablePort { get; init; } = OperatorManifests.TablePort;

    public int AdminPort { get; init; } = Programs.AdminPort;
}
