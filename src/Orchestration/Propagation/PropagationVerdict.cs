namespace AgentSandbox.Orchestration.Propagation;

/// <summary>Whether something is passed on.</summary>
public enum PropagationVerdict
{
    /// <summary>Every service that got it and called another one passed it on.</summary>
    Passed,

    /// <summary>A service got it and called another one without it.</summary>
    Lost,

    /// <summary>No service that got it called another one.</summary>
    Untested,
}
