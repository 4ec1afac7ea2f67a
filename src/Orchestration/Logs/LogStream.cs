namespace AgentSandbox.Orchestration.Logs;

/// <summary>From which step of a service a line comes.</summary>
public enum LogStream
{
    /// <summary>The build.</summary>
    Build,

    /// <summary>The running service.</summary>
    Run,
}
