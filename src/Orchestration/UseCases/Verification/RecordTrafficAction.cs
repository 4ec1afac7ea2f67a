namespace AgentSandbox.Orchestration.UseCases.Verification;

/// <summary>What to do with a recording.</summary>
public enum RecordTrafficAction
{
    /// <summary>Begin.</summary>
    Start,

    /// <summary>End it and write it.</summary>
    Stop,

    /// <summary>Show it.</summary>
    Status,
}
