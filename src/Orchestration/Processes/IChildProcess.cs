namespace AgentSandbox.Orchestration.Processes;

/// <summary>A started process, and everything that descends from it.</summary>
public interface IChildProcess
{
    /// <summary>The process, so that it can be recognised after a restart of this one.</summary>
    ProcessIdentity Identity { get; }

    /// <summary>The mark in its environment: the wanted one, with a segment that is unique to this start.</summary>
    ProcessMark? Mark { get; }

    /// <summary>Completes when the process itself has ended; descendants may still run.</summary>
    Task<ProcessExit> Exited { get; }

    /// <summary>Ends the whole tree: SIGTERM to all of it, SIGKILL after <paramref name="grace"/>, until nothing is left.</summary>
    /// <remarks>Works also after the process itself has ended, for descendants that it left behind. Can be repeated.</remarks>
    Task StopAsync(TimeSpan grace, CancellationToken cancellationToken);
}
