using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AgentSandbox.Orchestration.Processes.Unix;

/// <summary>Starts children by posix_spawn, each in a session of its own.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class UnixProcessLauncher(IProcessList processes, TreeEnder ender) : IProcessLauncher
{
    public ProcessStart Start(ProcessSpec spec)
    {
        if (Prepare(spec, out var path) is { } failure)
        {
            return ProcessStart.Failed(failure);
        }

        // Two starts of one revision have one mark; what must end is the tree of one start.
        var mark = spec.Mark?.Append(Guid.NewGuid().ToString("N")[..12]);
        var error = PosixSpawn.Start(
            path,
            [spec.FileName, .. spec.Arguments],
            EnvironmentOf(spec, mark),
            Path.GetFullPath(spec.WorkingDirectory),
            spec.OutputPath is null ? null : Path.GetFullPath(spec.OutputPath),
            out var pid);
        if (error != 0)
        {
            return ProcessStart.Failed(Refused(spec, path, error));
        }

        // Until it is watched nobody collects its status, so its entry is there even if it has ended already.
        var identity = processes.Find(pid)?.Identity ?? new ProcessIdentity(pid, 0, "");
        return ProcessStart.Started(new UnixChildProcess(identity, mark, ChildReaper.Shared.Watch(pid), ender));
    }

    /// <summary>Finds the program and checks what posix_spawn could only report as one error number.</summary>
    internal static ProcessStartFailure? Prepare(ProcessSpec spec, out string path)
    {
        path = "";
        if (!Directory.Exists(spec.WorkingDirectory))
        {
            return new(ProcessStartFailureKind.WorkingDirectoryMissing, spec.FileName, $"The working directory \"{spec.WorkingDirectory}\" does not exist.");
        }

        if (spec.Arguments.Any(a => a.Contains('\0')) || spec.Environment.Any(e => e.Key is "" || e.Key.AsSpan().ContainsAny('=', '\0') || e.Value.Contains('\0')))
        {
            return new(ProcessStartFailureKind.Refused, spec.FileName, $"An argument or an environment variable of \"{spec.FileName}\" has a character that no program can receive.");
        }

        return ProgramPath.Resolve(spec.FileName, spec.WorkingDirectory, spec.Environment, out path)
            ?? (spec.OutputPath is null ? null : PrepareOutput(spec.FileName, spec.OutputPath));
    }

    internal static Dictionary<string, string> EnvironmentOf(ProcessSpec spec, ProcessMark? mark)
    {
        var environment = new Dictionary<string, string>(spec.Environment);
        _ = environment.Remove(ProcessMark.VariableName);
        if (mark is { } value)
        {
            environment[ProcessMark.VariableName] = value.Value;
        }

        return environment;
    }

    internal static ProcessStartFailure Refused(ProcessSpec spec, string path, int error) => error switch
    {
        LibC.ENoEntry => new(ProcessStartFailureKind.NotExecutable, spec.FileName, $"The interpreter that \"{path}\" names in its first line does not exist."),
        LibC.ENoExec => new(ProcessStartFailureKind.NotExecutable, spec.FileName, $"\"{path}\" is no program: it has neither an executable format nor a first line with #!."),
        LibC.EAccess => new(ProcessStartFailureKind.NotExecutable, spec.FileName, $"\"{path}\" may not be executed."),
        _ => new(ProcessStartFailureKind.Refused, spec.FileName, $"The system did not start \"{path}\": {Marshal.GetPInvokeErrorMessage(error)}."),
    };

    private static ProcessStartFailure? PrepareOutput(string fileName, string outputPath)
    {
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(outputPath))!); // a file always lies in a directory
            using var file = new FileStream(outputPath, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(ProcessStartFailureKind.OutputUnavailable, fileName, $"The output file \"{outputPath}\" cannot be written: {e.Message}");
        }
    }
}
