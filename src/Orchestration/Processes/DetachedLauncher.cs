using System.ComponentModel;
using System.Diagnostics;
using AgentSandbox.Orchestration.Processes.Unix;
using AgentSandbox.Orchestration.Processes.Windows;

namespace AgentSandbox.Orchestration.Processes;

/// <summary>Starts a program that is nobody's child: it outlives whoever started it.</summary>
/// <remarks>
/// Who starts the host is itself killed by clients, through parent relations and through its process group. So the
/// host needs another session and another parent. A shell in a session of its own starts the program and ends at
/// once, and the system becomes the program's parent. The program's words reach the shell as positional parameters,
/// so nothing in them is interpreted.
/// </remarks>
public sealed class DetachedLauncher
{
    private const string Shell = "/bin/sh";

    /// <summary>Starts the program and returns when it no longer descends from this process.</summary>
    /// <returns><see langword="null"/>, or why it could not be started.</returns>
    /// <exception cref="OperationCanceledException">The token fired; the program may have been started all the same.</exception>
    public async Task<ProcessStartFailure?> StartAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            return StartOnWindows(spec);
        }

        if (UnixProcessLauncher.Prepare(spec, out var path) is { } failure)
        {
            return failure;
        }

        var error = PosixSpawn.Start(
            Shell,
            ["sh", "-c", "\"$@\" &", "sh", path, .. spec.Arguments],
            UnixProcessLauncher.EnvironmentOf(spec, spec.Mark),
            Path.GetFullPath(spec.WorkingDirectory),
            spec.OutputPath is null ? null : Path.GetFullPath(spec.OutputPath),
            out var pid);
        if (error != 0)
        {
            return UnixProcessLauncher.Refused(spec, Shell, error);
        }

        var exit = await ChildReaper.Shared.Watch(pid).WaitAsync(cancellationToken);
        return exit.Success || exit == ProcessExit.Unseen
            ? null
            : new(ProcessStartFailureKind.Refused, spec.FileName, $"The shell that was to start \"{path}\" ended with {exit}.");
    }

    // Not tested. Windows has neither sessions nor reparenting; a child there outlives its parent unless it is killed as a tree.
    private static ProcessStartFailure? StartOnWindows(ProcessSpec spec)
    {
        if (ProgramPath.Resolve(spec.FileName, spec.WorkingDirectory, spec.Environment, out var path) is { } failure)
        {
            return failure;
        }

        try
        {
            using var process = Process.Start(WindowsProcessLauncher.StartInfo(spec with { OutputPath = null }, path, spec.Mark));
            return null;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return new(ProcessStartFailureKind.Refused, spec.FileName, $"The system did not start \"{path}\": {e.Message}");
        }
    }
}
