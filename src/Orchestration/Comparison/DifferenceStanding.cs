namespace AgentSandbox.Orchestration.Comparison;

/// <summary>Whether a difference counts.</summary>
public enum DifferenceStanding
{
    /// <summary>It counts by its class.</summary>
    Counts,

    /// <summary>It varies between answers of the baseline too.</summary>
    Noise,

    /// <summary>A pattern of <c>ignore</c> covers it.</summary>
    Ignored,

    /// <summary>A pattern of <c>allow</c> covers it.</summary>
    Allowed,
}
