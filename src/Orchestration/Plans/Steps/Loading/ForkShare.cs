namespace AgentSandbox.Orchestration.Plans.Steps.Loading;

/// <summary>How much of the load a fork answered, by the routers' records.</summary>
/// <param name="Met">Answers by forks meanwhile; a request that passes two forks counts twice, so it is an upper bound.</param>
/// <param name="Answered">Answers that the load got.</param>
internal readonly record struct ForkShare(long Met, int Answered)
{
    /// <summary>True when fewer than half of the answers can have met a fork, so that the median is the baseline's.</summary>
    public bool IsMinority => Met * 2 < Answered;

    /// <summary>True when the records show an answer by a fork for nearly all.</summary>
    public bool IsNearlyAll => Met >= Answered * 0.9;
}
