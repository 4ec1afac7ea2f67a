using System.Text.Json.Serialization;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>What the store holds of a sandbox: the wish and the observation.</summary>
public sealed record SandboxRecord
{
    /// <summary>What is wanted.</summary>
    public required SandboxSpec Spec { get; init; }

    /// <summary>What was observed, by service.</summary>
    public IReadOnlyDictionary<string, ForkStatus> Forks { get; init; } = new Dictionary<string, ForkStatus>();

    /// <summary>The last activity that renewed the lease.</summary>
    public required DateTimeOffset LastActivity { get; init; }

    /// <summary>Why the sandbox as a whole is not accepted, as for a quota; nothing of it runs or is routed then. Null on one machine.</summary>
    [JsonIgnore]
    public SandboxFailure? Refusal { get; init; }

    /// <summary>The sandbox's state as a whole.</summary>
    [JsonIgnore]
    public SandboxPhase Phase => SandboxPhases.Of(this);
}
