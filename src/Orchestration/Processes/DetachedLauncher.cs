namespace AgentSandbox.Orchestration.Processes;

/// <summary>Starts a program that is nobody's child: it outlives whoever started it.</summary>
public sealed class DetachedLauncher
{
    /// <summary>Starts the program in a session of its own and returns when it no longer descends from this process.</summary>
    /// <returns><see langword="null"/>, or why it could not be started.</returns>
    public Task<ProcessStartFailure?> StartAsync(ProcessSpec spec, CancellationToken cancellationToken) => throw new NotImplementedException();
}
