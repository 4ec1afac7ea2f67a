namespace AgentSandbox.Orchestration.Configuration.Services;

/// <summary>For what a process of a service is started, which decides over its variables.</summary>
public enum ProcessRole
{
    /// <summary>The baseline's instance.</summary>
    Baseline,

    /// <summary>A sandbox's instance.</summary>
    Fork,

    /// <summary>A build.</summary>
    Build,
}
