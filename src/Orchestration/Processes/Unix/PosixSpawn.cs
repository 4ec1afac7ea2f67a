using System.Runtime.InteropServices;

namespace AgentSandbox.Orchestration.Processes.Unix;

/// <summary>Starts a program in a new session with nothing inherited.</summary>
/// <remarks>
/// <see cref="System.Diagnostics.Process"/> cannot do this: it hands output to pipes that end with the host, keeps
/// the host's session, and lets signals stay ignored. The child here opens its own files, so nothing of it depends
/// on the host, and starts with default signals (.NET ignores SIGPIPE) and none blocked.
/// </remarks>
internal static unsafe class PosixSpawn
{
    // Larger than any libc's posix_spawn_file_actions_t, posix_spawnattr_t and sigset_t (glibc: 80, 336 and 128).
    private const int StructSize = 1024;
    private const int LinuxSignalBytes = 64 / 8;

    private static readonly delegate* unmanaged<void*, byte*, int> s_addChangeDirectory =
        (delegate* unmanaged<void*, byte*, int>)Find("posix_spawn_file_actions_addchdir_np");

    private static readonly delegate* unmanaged<void*, int, int> s_addCloseFrom =
        (delegate* unmanaged<void*, int, int>)Find("posix_spawn_file_actions_addclosefrom_np");

    /// <summary>Starts the program; the error number is 0 when it runs.</summary>
    public static int Start(
        string path,
        IReadOnlyList<string> argv,
        IReadOnlyDictionary<string, string> environment,
        string workingDirectory,
        string? outputPath,
        out int pid)
    {
        if (s_addChangeDirectory == null)
        {
            // A C library from before 2018: the shell changes the directory and becomes the program.
            argv = ["sh", "-c", "cd -- \"$1\" && shift && exec \"$@\"", "sh", workingDirectory, path, .. argv.Skip(1)];
            path = "/bin/sh";
        }

        using var arguments = new NativeStrings(argv);
        using var variables = new NativeStrings([.. environment.Select(e => $"{e.Key}={e.Value}")]);
        using var paths = new NativeStrings([path, "/dev/null", outputPath ?? "/dev/null", workingDirectory]);
        var actions = stackalloc byte[StructSize];
        var attributes = stackalloc byte[StructSize];
        Check(LibC.posix_spawn_file_actions_init(actions));
        Check(LibC.posix_spawnattr_init(attributes));
        try
        {
            AddActions(actions, paths.Pointer);
            SetAttributes(attributes);
            int started;
            var error = LibC.posix_spawn(&started, paths.Pointer[0], actions, attributes, arguments.Pointer, variables.Pointer);
            pid = error == 0 ? started : 0;
            return error;
        }
        finally
        {
            _ = LibC.posix_spawn_file_actions_destroy(actions);
            _ = LibC.posix_spawnattr_destroy(attributes);
        }
    }

    private static void AddActions(byte* actions, byte** paths)
    {
        const uint OwnerOnly = 0b110_000_000;
        Check(LibC.posix_spawn_file_actions_addopen(actions, 0, paths[1], SpawnFlags.ReadOnly, 0));
        Check(LibC.posix_spawn_file_actions_addopen(actions, 1, paths[2], SpawnFlags.Append, OwnerOnly));
        Check(LibC.posix_spawn_file_actions_adddup2(actions, 1, 2));
        if (s_addChangeDirectory != null)
        {
            Check(s_addChangeDirectory(actions, paths[3]));
        }

        if (s_addCloseFrom != null)
        {
            Check(s_addCloseFrom(actions, 3));
        }
        else if (OperatingSystem.IsLinux())
        {
            LibC.CloseOnExec();
        }
    }

    private static void SetAttributes(byte* attributes)
    {
        var signals = stackalloc byte[StructSize];
        Check(LibC.sigfillset(signals));
        if (OperatingSystem.IsLinux())
        {
            // glibc keeps the two signals of its own threads out of full sets, and then leaves them ignored in the child.
            new Span<byte>(signals, LinuxSignalBytes).Fill(0xff);
        }

        Check(LibC.sigdelset(signals, LibC.SigKill));
        Check(LibC.sigdelset(signals, SpawnFlags.SigStop));
        Check(LibC.posix_spawnattr_setsigdefault(attributes, signals));
        Check(LibC.sigemptyset(signals));
        Check(LibC.posix_spawnattr_setsigmask(attributes, signals));
        Check(LibC.posix_spawnattr_setflags(attributes, SpawnFlags.Attributes));
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new InvalidOperationException($"Preparing a process failed: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    private static nint Find(string name) =>
        !OperatingSystem.IsWindows() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), name, out var address) ? address : 0;
}
