using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Reconciling;

/// <summary>The pure decision of the reconciler about one fork.</summary>
internal static class ForkDecision
{
    /// <summary>Compares the wish with the observation.</summary>
    /// <param name="spec">The wanted fork; null when it is to go.</param>
    /// <param name="status">The observed fork; null when nothing is known of it.</param>
    /// <param name="servingRuns">Whether the engine runs the serving revision now.</param>
    public static ForkAction Decide(ForkSpec? spec, ForkStatus? status, bool servingRuns) => (spec, status) switch
    {
        (null, null) => ForkAction.None,
        (null, _) => ForkAction.Remove,
        (_, { Serving: { Down: null } }) when !servingRuns => ForkAction.Restart,
        (_, null) => ForkAction.Deploy,
        _ when status.Revision < spec.Revision => ForkAction.Deploy,
        _ when !status.IsSettled => ForkAction.Deploy,
        _ => ForkAction.None,
    };
}
