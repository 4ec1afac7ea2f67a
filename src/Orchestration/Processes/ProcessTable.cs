using AgentSandbox.Orchestration.Processes.Unix;

namespace AgentSandbox.Orchestration.Processes;

/// <summary>The processes that run on this machine, as far as they are ours.</summary>
/// <remarks>Nothing is ever chosen by its name: a mark in the process's own environment, its start time and its descent decide. Thread-safe.</remarks>
public sealed class ProcessTable
{
    private readonly IProcessList _processes = ProcessLaunchers.ProcessList();
    private readonly TreeEnder _ender;

    /// <summary>Looks at this machine.</summary>
    public ProcessTable(TimeProvider time) => _ender = new TreeEnder(_processes, time);

    /// <summary>The identity of a running process; <see langword="null"/> where there is none.</summary>
    public ProcessIdentity? Identify(int pid) => _processes.Find(pid) is { IsZombie: false } entry ? entry.Identity : null;

    /// <summary>Whether exactly this process still runs.</summary>
    public bool IsAlive(ProcessIdentity identity) => Identify(identity.Pid) == identity;

    /// <summary>Every process whose mark is <paramref name="mark"/> or lies below it, and what descends from those.</summary>
    public IReadOnlyList<MarkedProcess> Find(ProcessMark mark) =>
        Describe(ProcessTree.Members(_processes.Snapshot(), new TreeSelector(null, mark), new HashSet<ProcessIdentity>(), Environment.ProcessId));

    /// <summary>Ends every process below a mark, with its descendants, and returns those that were found.</summary>
    /// <remarks>For what a crashed host left behind. The caller itself and its ancestors are never ended.</remarks>
    public async Task<IReadOnlyList<MarkedProcess>> EndMarkedAsync(ProcessMark mark, TimeSpan grace, CancellationToken cancellationToken) =>
        Describe(await _ender.EndAsync(new TreeSelector(null, mark), grace, cancellationToken));

    /// <summary>Ends the tree of a process known by its recorded identity, also when only descendants of it are left.</summary>
    public async Task<IReadOnlyList<MarkedProcess>> EndTreeAsync(
        ProcessIdentity root, ProcessMark? mark, TimeSpan grace, CancellationToken cancellationToken) =>
        Describe(await _ender.EndAsync(new TreeSelector(root, mark), grace, cancellationToken));

    private static IReadOnlyList<MarkedProcess> Describe(IEnumerable<ProcEntry> entries) =>
        [.. entries.Select(e => new MarkedProcess(e.Identity, e.Mark, e.Command))];
}
