namespace AgentSandbox.Orchestration.Processes.Unix;

/// <summary>Ends trees of processes: politely first, then for good, until a look finds nothing.</summary>
internal sealed class TreeEnder(IProcessList processes, TimeProvider time)
{
    private const int SureLooks = 2;
    private const int MaxUnsureLooks = 40;

    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Ends a tree and returns every process that was found in it.</summary>
    public async Task<IReadOnlyList<ProcEntry>> EndAsync(TreeSelector selector, TimeSpan grace, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<ProcessIdentity, ProcEntry>();
        var asked = new HashSet<(ProcessIdentity, string)>();
        var began = time.GetTimestamp();
        var pause = s_shortestPause;
        var emptyLooks = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var all = processes.Snapshot();
            var members = ProcessTree.Members(all, selector, seen.Keys.ToHashSet(), Environment.ProcessId);

            // One empty look is not enough: a fork during it may be missed. And while a process executes a new program,
            // its environment is unreadable, so such a one may belong and is waited for, within reason.
            emptyLooks = members.Count == 0 ? emptyLooks + 1 : 0;
            if (emptyLooks >= (all.Any(e => e.IsExecuting) ? MaxUnsureLooks : SureLooks))
            {
                break;
            }

            var kill = time.GetElapsedTime(began) >= grace;
            foreach (var member in members)
            {
                seen[member.Identity] = member;
                Signal(member, kill, asked);
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = kill ? s_shortestPause : Shorter(pause * 1.5, s_longestPause);
        }

        return [.. seen.Values];
    }

    private void Signal(ProcEntry member, bool kill, HashSet<(ProcessIdentity, string)> asked)
    {
        if (kill)
        {
            LibC.Signal(member.Pid, LibC.SigKill, IsMeant);
        }
        else if (asked.Add((member.Identity, member.Command)))
        {
            // Asked once per program: a second SIGTERM means "at once" to many. But a shell's child that gets it between
            // fork and exec loses it with the shell's handler, so after an exec it is asked again.
            LibC.Signal(member.Pid, LibC.SigTerm, IsMeant);

            // A stopped process hears SIGTERM only when it goes on.
            LibC.Signal(member.Pid, LibC.SigCont, IsMeant);
        }

        bool IsMeant() => processes.Find(member.Pid)?.Identity == member.Identity;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
