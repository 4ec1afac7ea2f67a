using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>A fork as it was last observed.</summary>
public sealed record ForkStatus
{
    /// <summary>The forked service.</summary>
    public required string Service { get; init; }

    /// <summary>The newest requested revision that the reconciler has begun with.</summary>
    public required int Revision { get; init; }

    /// <summary>How far that revision is.</summary>
    public required ForkPhase Phase { get; init; }

    /// <summary>What happens now, in a few words, such as a place in the build queue.</summary>
    public string? Activity { get; init; }

    /// <summary>Why that revision failed or crashed.</summary>
    public SandboxFailure? Failure { get; init; }

    /// <summary>What answers requests now; older than <see cref="Revision"/> while a newer one is on its way or failed.</summary>
    public ServingRevision? Serving { get; init; }

    /// <summary>What it was cloned from, when that is no longer as it was then; null while it is, and where forks are not clones.</summary>
    public string? ChangedBaseline { get; init; }

    /// <summary>When the phase was entered.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>True when waiting longer changes nothing.</summary>
    public bool IsSettled => Phase is ForkPhase.Ready or ForkPhase.Failed or ForkPhase.Crashed;
}
