namespace AgentSandbox.Orchestration.Processes.Commands;

/// <inheritdoc/>
public sealed class CommandRunner : ICommandRunner
{
    /// <inheritdoc/>
    public Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken) => throw new NotImplementedException();
}
