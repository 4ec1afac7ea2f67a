namespace AgentSandbox.Orchestration.Plans.Verdicts;

/// <summary>What the verdict has to know beside the results of the steps.</summary>
public sealed record RunFacts
{
    /// <summary>Forks whose serving revision is not the pinned one any more, in words.</summary>
    public IReadOnlyList<string> ChangedForks { get; init; } = [];

    /// <summary>Baseline services that were started anew while the run lasted.</summary>
    public IReadOnlyList<string> RestartedServices { get; init; } = [];

    /// <summary>Forks whose working tree had changed since they were captured.</summary>
    public IReadOnlyList<string> StaleForks { get; init; } = [];

    /// <summary>Why the run did not come to its end: cancelled, timed out, sandbox deleted, host lost; null when it did.</summary>
    public string? LostReason { get; init; }

    /// <summary>True when a step of the plan has to meet the fork.</summary>
    public bool NeedsFork { get; init; }
}
