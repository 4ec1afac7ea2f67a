namespace AgentSandbox.Orchestration.Processes;

/// <summary>The kinds of failure to start a program.</summary>
public enum ProcessStartFailureKind
{
    /// <summary>No such program.</summary>
    NotFound,

    /// <summary>The file exists and cannot be executed.</summary>
    NotExecutable,

    /// <summary>The working directory does not exist.</summary>
    WorkingDirectoryMissing,

    /// <summary>The file for the output cannot be written.</summary>
    OutputUnavailable,

    /// <summary>The operating system refused, for example for lack of memory or of processes.</summary>
    Refused,
}
