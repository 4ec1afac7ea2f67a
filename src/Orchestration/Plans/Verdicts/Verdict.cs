namespace AgentSandbox.Orchestration.Plans.Verdicts;

/// <summary>How a run ended.</summary>
public enum Verdict
{
    /// <summary>Every claim holds, and the fork was proven to have been tested.</summary>
    Pass,

    /// <summary>At least one claim does not hold.</summary>
    Fail,

    /// <summary>What was observed decides nothing.</summary>
    Inconclusive,
}
