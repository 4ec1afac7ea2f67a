using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;

namespace AgentSandbox.Orchestration.UseCases.Deploying;

/// <summary>Asks for forks of services, from a working tree, a ref or an image.</summary>
public sealed record DeployForkRequest
{
    /// <summary>Who asks; the tree is what is deployed.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The sandbox.</summary>
    public required SandboxId Sandbox { get; init; }

    /// <summary>The services; empty for those that the tree changes.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>A ref to deploy instead of the tree's files.</summary>
    public string? Ref { get; init; }

    /// <summary>Extra environment of the forks; stored, so no place for secrets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What differs from the baseline's workload, for engines with <see cref="Engines.EngineCapabilities.Workloads"/>; with an image no files are captured.</summary>
    public ForkWorkloadSpec? Workload { get; init; }

    /// <summary>How long to wait for the outcome.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Take the sandbox over from another owner.</summary>
    public bool TakeOver { get; init; }
}
