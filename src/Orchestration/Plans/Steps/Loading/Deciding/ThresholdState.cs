namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Deciding;

/// <summary>What a measurement says about a threshold.</summary>
internal enum ThresholdState
{
    /// <summary>The whole interval satisfies it.</summary>
    Holds,

    /// <summary>The whole interval violates it.</summary>
    Violated,

    /// <summary>The bound lies within the interval.</summary>
    Undecided,
}
