using System.Runtime.InteropServices;

namespace AgentSandbox.Orchestration.Processes.Unix;

/// <summary>The calls of the C library that .NET does not offer.</summary>
internal static unsafe partial class LibC
{
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int NoHang = 1;
    public const int EIntr = 4;
    public const int EChild = 10;
    public const int ENoExec = 8;
    public const int ENoEntry = 2;
    public const int EAccess = 13;

    // The numbers of these two calls are the same on every Linux architecture.
    private const int PidFdSendSignal = 424;
    private const int PidFdOpen = 434;

    /// <summary>SIGCONT, whose number differs between systems.</summary>
    public static int SigCont => OperatingSystem.IsMacOS() ? 19 : 18;

    [LibraryImport("libc")]
    public static partial int posix_spawn(int* pid, byte* path, void* fileActions, void* attributes, byte** argv, byte** envp);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_init(void* fileActions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_destroy(void* fileActions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_addopen(void* fileActions, int fd, byte* path, int flags, uint mode);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_adddup2(void* fileActions, int fd, int newFd);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigmask(void* attributes, void* signals);

    [LibraryImport("libc")]
    public static partial int sigemptyset(void* signals);

    [LibraryImport("libc")]
    public static partial int sigfillset(void* signals);

    [LibraryImport("libc")]
    public static partial int sigdelset(void* signals, int signal);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int waitpid(int pid, int* status, int options);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int fd, int command, int argument);

    /// <summary>Signals a process only if <paramref name="isStillMeant"/> holds while the id cannot be recycled.</summary>
    public static void Signal(int pid, int signal, Func<bool> isStillMeant)
    {
        var fd = OperatingSystem.IsLinux() ? (int)syscall(PidFdOpen, pid, 0, 0, 0) : -1;
        if (fd < 0)
        {
            // An old kernel or another system: the window between looking and signalling stays open.
            if (isStillMeant())
            {
                _ = kill(pid, signal);
            }

            return;
        }

        if (isStillMeant())
        {
            _ = syscall(PidFdSendSignal, fd, signal, 0, 0);
        }

        _ = close(fd);
    }

    /// <summary>Keeps every open file but the first three from being inherited.</summary>
    public static void CloseOnExec()
    {
        const int SetFdFlags = 2;
        const int CloseOnExecFlag = 1;
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(entry), out var fd) && fd > 2)
            {
                _ = fcntl(fd, SetFdFlags, CloseOnExecFlag);
            }
        }
    }
}
