namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>Compares a fork with the baseline as it is now.</summary>
internal static class BaselineDrifts
{
    /// <param name="recorded">The fingerprint on the fork's Deployment; null when somebody removed it.</param>
    /// <param name="now">The fingerprint of the baseline's template; null when there is no such workload.</param>
    public static BaselineDrift Decide(string? recorded, string? now) => (recorded, now) switch
    {
        (_, null) => BaselineDrift.Gone,
        _ => now == recorded ? BaselineDrift.Current : BaselineDrift.Changed,
    };

    /// <summary>What the sandbox says of it; null when there is nothing to say.</summary>
    public static string? Describe(BaselineDrift drift, string source) => drift switch
    {
        BaselineDrift.Changed => $"baseline changed: '{source}' is no longer as it was when the fork was cloned; deploy_fork with rebase: true follows.",
        BaselineDrift.Gone => $"baseline changed: '{source}' is gone; the fork still runs what was cloned from it.",
        _ => null,
    };

    /// <summary>Which template a new revision is cloned from: the one of the revision before, unless a rebase was asked for.</summary>
    public static BaselineTemplate Choose(BaselineTemplate now, BaselineTemplate? recorded, bool rebase) =>
        recorded is not null && !rebase && recorded.Source == now.Source ? recorded : now;
}
