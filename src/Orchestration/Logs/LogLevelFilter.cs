namespace AgentSandbox.Orchestration.Logs;

/// <summary>Which entries are wanted, judged by the usual words of loggers.</summary>
public enum LogLevelFilter
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Warnings and errors.</summary>
    Warn,

    /// <summary>Errors.</summary>
    Error,
}
