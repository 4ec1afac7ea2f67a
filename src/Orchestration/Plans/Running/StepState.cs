namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>How a step stands.</summary>
public enum StepState
{
    /// <summary>It waits for others.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>Its claims hold.</summary>
    Passed,

    /// <summary>A claim of it does not hold.</summary>
    Failed,

    /// <summary>What it observed decides nothing.</summary>
    Inconclusive,

    /// <summary>Its condition was false, or a step that it needs did not pass.</summary>
    Skipped,
}
