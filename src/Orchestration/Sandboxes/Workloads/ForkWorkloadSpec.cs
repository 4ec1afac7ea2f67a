using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Sandboxes.Workloads;

/// <summary>How a fork differs from the workload in the cluster that it is cloned from. What is null stays as the baseline has it.</summary>
public sealed record ForkWorkloadSpec
{
    /// <summary>The workload to clone; null for the one behind the service.</summary>
    public WorkloadReference? Baseline { get; init; }

    /// <summary>The container that the changes are for; null when only one can be meant.</summary>
    public string? Container { get; init; }

    /// <summary>The image to run, best by digest.</summary>
    public string? Image { get; init; }

    /// <summary>Replaces the image's entry point.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Replaces the arguments.</summary>
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>How many pods; 1 when null, whatever the baseline has.</summary>
    public int? Replicas { get; init; }

    /// <summary>Requests of the container, such as <c>cpu: 100m</c>.</summary>
    public IReadOnlyDictionary<string, string> Requests { get; init; } = new Dictionary<string, string>();

    /// <summary>Limits of the container.</summary>
    public IReadOnlyDictionary<string, string> Limits { get; init; } = new Dictionary<string, string>();

    /// <summary>A strategic merge patch in the shape of the workload, applied after everything else.</summary>
    public JsonObject? Patch { get; init; }

    /// <summary>True for volume claims of its own where the baseline has claim templates; otherwise such volumes begin empty and end with the pod.</summary>
    public bool KeepClaims { get; init; }

    /// <summary>True to clone the baseline as it is now, although an earlier revision was cloned from an older one.</summary>
    public bool Rebase { get; init; }
}
