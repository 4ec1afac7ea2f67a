namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>Derives the state of a sandbox from its forks.</summary>
internal static class SandboxPhases
{
    public static SandboxPhase Of(SandboxRecord record) => record switch
    {
        { Spec.Deletion: not null } => SandboxPhase.Deleting,
        { Refusal: not null } => SandboxPhase.Degraded,
        { Spec.Forks.Count: 0, Forks.Count: 0 } => SandboxPhase.Empty,
        _ when record.Spec.Forks.Values.Any(fork => !IsSettled(record, fork)) => SandboxPhase.Progressing,
        _ when record.Forks.Values.Any(fork => fork.Phase is not ForkPhase.Ready) => SandboxPhase.Degraded,
        _ => SandboxPhase.Ready,
    };

    /// <summary>True when the newest requested revision is ready or failed, so that waiting for it ends.</summary>
    public static bool IsSettled(SandboxRecord record, ForkSpec fork) =>
        record.Forks.TryGetValue(fork.Service, out var status) && status.Revision == fork.Revision && status.IsSettled;
}
