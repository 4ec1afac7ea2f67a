using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>A <c>RoutedSandbox</c> as it was understood.</summary>
internal sealed record SandboxReading
{
    /// <summary>The sandbox, without forks that are refused; null when nothing of it can be used.</summary>
    public required SandboxRecord? Record { get; init; }

    /// <summary>What is wrong with it beyond its forks; where there is no record, why nothing of it can be used.</summary>
    public SandboxFailure? Refusal { get; init; }

    /// <summary>
    /// Forks whose wish is nonsense, by service, or by place where even that is missing. What runs of them must be left
    /// running: an edit with a typing error is no wish to remove a fork.
    /// </summary>
    public IReadOnlyDictionary<string, SandboxFailure> Refused { get; init; } = new Dictionary<string, SandboxFailure>();

    /// <summary>Forks that are understood and beyond a limit of the operator, by service. They stand in the record as failed.</summary>
    public IReadOnlyDictionary<string, SandboxFailure> Beyond { get; init; } = new Dictionary<string, SandboxFailure>();

    /// <summary>The hash of each fork's wish, for the status.</summary>
    public IReadOnlyDictionary<string, string> Hashes { get; init; } = new Dictionary<string, string>();

    /// <summary>The generation of the spec that was read.</summary>
    public long Generation { get; init; }
}
