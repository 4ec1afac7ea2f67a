namespace AgentSandbox.Orchestration.Configuration;

/// <summary>When the services of a local baseline are started.</summary>
public enum StartMode
{
    /// <summary>Each service when it is first needed.</summary>
    Lazy,

    /// <summary>All services with the baseline, in the order of their references.</summary>
    Eager,
}
