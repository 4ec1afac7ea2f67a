using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AgentSandbox.Orchestration.Processes.Unix;

/// <summary>Collects the exit status of our own children, and of no others.</summary>
/// <remarks>
/// SIGCHLD says only that some child ended, and several ends may share one signal, so every signal asks for each
/// child of ours. Asking for exact ids leaves the children of <see cref="System.Diagnostics.Process"/> alone.
/// Asking and forgetting happen under one lock, because an id is free for a new child once its status is collected.
/// </remarks>
[UnsupportedOSPlatform("windows")]
internal sealed unsafe class ChildReaper
{
    private static readonly Lazy<ChildReaper> s_shared = new(() => new ChildReaper());

    private readonly Lock _lock = new();
    private readonly Dictionary<int, TaskCompletionSource<ProcessExit>> _children = [];
    private readonly PosixSignalRegistration _registration;

    private ChildReaper() => _registration = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => ReapAll());

    /// <summary>One for the process, as there is one SIGCHLD for the process.</summary>
    public static ChildReaper Shared => s_shared.Value;

    /// <summary>Watches a child just started; completes with its end, also when it has ended already.</summary>
    public Task<ProcessExit> Watch(int pid)
    {
        GC.KeepAlive(_registration);
        var completion = new TaskCompletionSource<ProcessExit>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            // Its signal may have come before it was listed, so ask once after listing it.
            _children[pid] = completion;
            Reap_NeedsLock(pid, completion);
        }

        return completion.Task;
    }

    private void ReapAll()
    {
        lock (_lock)
        {
            foreach (var (pid, completion) in _children.ToArray())
            {
                Reap_NeedsLock(pid, completion);
            }
        }
    }

    private void Reap_NeedsLock(int pid, TaskCompletionSource<ProcessExit> completion)
    {
        int status;
        int result;
        do
        {
            result = LibC.waitpid(pid, &status, LibC.NoHang);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == LibC.EIntr);

        if (result == 0)
        {
            return;
        }

        // A failure means that the status went elsewhere, which happens when SIGCHLD was ignored from the start.
        _ = _children.Remove(pid);
        completion.SetResult(result == pid ? Decode(status) : ProcessExit.Unseen);
    }

    private static ProcessExit Decode(int status)
    {
        var signal = status & 0x7f;
        return signal == 0 ? new ProcessExit((status >> 8) & 0xff, null) : new ProcessExit(null, signal);
    }
}
