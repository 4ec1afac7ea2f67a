using AgentSandbox.Orchestration.Processes.Unix;
using AgentSandbox.Orchestration.Processes.Windows;

namespace AgentSandbox.Orchestration.Processes;

/// <summary>Chooses what starts and finds processes on this operating system.</summary>
public static class ProcessLaunchers
{
    /// <summary>The launcher for this operating system.</summary>
    public static IProcessLauncher Create(TimeProvider time)
    {
        if (OperatingSystem.IsWindows())
        {
            return new WindowsProcessLauncher();
        }

        var processes = ProcessList();
        return new UnixProcessLauncher(processes, new TreeEnder(processes, time));
    }

    internal static IProcessList ProcessList() => true switch
    {
        _ when OperatingSystem.IsWindows() => new WindowsProcessList(),
        _ when OperatingSystem.IsMacOS() => new PsProcessList(),
        _ => new ProcProcessList(),
    };
}
