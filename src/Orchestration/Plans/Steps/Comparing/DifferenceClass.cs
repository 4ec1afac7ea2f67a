namespace AgentSandbox.Orchestration.Plans.Steps.Comparing;

/// <summary>What a difference means to whoever reads the answer.</summary>
public enum DifferenceClass
{
    /// <summary>A reader that worked may stop working: status, removed field, changed type, narrowed values.</summary>
    Breaking,

    /// <summary>Something new that a tolerant reader ignores.</summary>
    Additive,

    /// <summary>Another value in the same place.</summary>
    Changed,
}
