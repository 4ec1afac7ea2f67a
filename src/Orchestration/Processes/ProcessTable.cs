namespace AgentSandbox.Orchestration.Processes;

/// <summary>The processes that run on this machine, as far as they are ours.</summary>
/// <remarks>Nothing is ever chosen by its name: a mark in the process's own environment, its start time and its descent decide.</remarks>
public sealed class ProcessTable(TimeProvider time)
{
    /// <summary>The identity of a running process.</summary>
    public ProcessIdentity? Identify(int pid) => throw new NotImplementedException();

    /// <summary>Whether exactly this process still runs.</summary>
    public bool IsAlive(ProcessIdentity identity) => throw new NotImplementedException();

    /// <summary>Every process whose mark is <paramref name="mark"/> or lies below it, and what descends from those.</summary>
    public IReadOnlyList<MarkedProcess> Find(ProcessMark mark) => throw new NotImplementedException();

    /// <summary>Ends every process below a mark, with its descendants, and returns those that were found.</summary>
    public Task<IReadOnlyList<MarkedProcess>> EndMarkedAsync(ProcessMark mark, TimeSpan grace, CancellationToken cancellationToken) => throw new NotImplementedException(time.ToString());
}
