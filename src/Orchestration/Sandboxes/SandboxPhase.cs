namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>The state of a sandbox as a whole, derived from its forks.</summary>
public enum SandboxPhase
{
    /// <summary>It has no forks: every keyed request is answered by the baseline.</summary>
    Empty,

    /// <summary>At least one fork is on its way.</summary>
    Progressing,

    /// <summary>Every fork serves its newest revision.</summary>
    Ready,

    /// <summary>At least one fork failed or crashed.</summary>
    Degraded,

    /// <summary>It is being removed.</summary>
    Deleting,
}
