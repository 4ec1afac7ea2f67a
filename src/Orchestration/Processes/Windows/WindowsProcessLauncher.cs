using System.ComponentModel;
using System.Diagnostics;

namespace AgentSandbox.Orchestration.Processes.Windows;

/// <summary>Starts children on Windows. Compiled, not tested.</summary>
/// <remarks>Output passes through this process there: a child of .NET cannot open a file as its own output.</remarks>
internal sealed class WindowsProcessLauncher : IProcessLauncher
{
    public ProcessStart Start(ProcessSpec spec)
    {
        if (ProgramPath.Resolve(spec.FileName, spec.WorkingDirectory, spec.Environment, out var path) is { } failure)
        {
            return ProcessStart.Failed(failure);
        }

        var mark = spec.Mark?.Append(Guid.NewGuid().ToString("N")[..12]);
        try
        {
            var process = Process.Start(StartInfo(spec, path, mark)) ?? throw new InvalidOperationException("No process was started.");
            return ProcessStart.Started(new WindowsChildProcess(process, mark, spec.OutputPath));
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return ProcessStart.Failed(new(ProcessStartFailureKind.Refused, spec.FileName, $"The system did not start \"{path}\": {e.Message}"));
        }
    }

    internal static ProcessStartInfo StartInfo(ProcessSpec spec, string path, ProcessMark? mark)
    {
        var info = new ProcessStartInfo(path)
        {
            WorkingDirectory = spec.WorkingDirectory,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = spec.OutputPath is not null,
            RedirectStandardError = spec.OutputPath is not null,
        };
        foreach (var argument in spec.Arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment.Clear();
        foreach (var (name, value) in spec.Environment.Where(e => e.Key != ProcessMark.VariableName))
        {
            info.Environment[name] = value;
        }

        if (mark is { } own)
        {
            info.Environment[ProcessMark.VariableName] = own.Value;
        }

        return info;
    }
}
