namespace AgentSandbox.Orchestration.Processes.Commands;

/// <summary>Runs short-lived tools and captures what they print.</summary>
public interface ICommandRunner
{
    /// <summary>Runs a command to its end; a failing command is a result and no exception.</summary>
    /// <exception cref="OperationCanceledException">The token fired; the command's tree has been killed.</exception>
    Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken);
}
