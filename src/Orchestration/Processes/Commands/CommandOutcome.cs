namespace AgentSandbox.Orchestration.Processes.Commands;

/// <summary>How a command ended.</summary>
public enum CommandOutcome
{
    /// <summary>It ran to its end, with whatever exit code.</summary>
    Exited,

    /// <summary>It was killed because its time was over.</summary>
    TimedOut,

    /// <summary>It could not be started; see <see cref="CommandResult.StartFailure"/>.</summary>
    NotStarted,
}
