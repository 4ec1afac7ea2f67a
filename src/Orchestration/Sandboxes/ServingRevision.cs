using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>The revision of a fork that answers now.</summary>
public sealed record ServingRevision
{
    /// <summary>The revision's number.</summary>
    public required int Revision { get; init; }

    /// <summary>What it was built from.</summary>
    public required ForkSpec Spec { get; init; }

    /// <summary>Where it listens.</summary>
    public required Uri Address { get; init; }

    /// <summary>Since when its route is confirmed.</summary>
    public required DateTimeOffset ReadyAt { get; init; }

    /// <summary>Why it no longer answers although nothing has replaced it; null while it does.</summary>
    public SandboxFailure? Down { get; init; }
}
