using System.ComponentModel;
using System.Diagnostics;
using AgentSandbox.Orchestration.Processes.Unix;

namespace AgentSandbox.Orchestration.Processes.Windows;

/// <summary>Windows shows no environment of others, so marks are not found there; identities are. Not tested.</summary>
internal sealed class WindowsProcessList : IProcessList
{
    public IReadOnlyList<ProcEntry> Snapshot() => [];

    public ProcEntry? Find(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.HasExited ? null : new ProcEntry
            {
                Identity = new ProcessIdentity(pid, process.StartTime.ToUniversalTime().Ticks, ""),
                ParentPid = 0,
                SessionId = 0,
                Command = process.ProcessName,
            };
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
