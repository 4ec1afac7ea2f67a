using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AgentSandbox.Orchestration.Processes;

/// <summary>Names one process for good: a recycled process id, or the same id after a reboot, is another identity.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="StartTicks">The start time in the unit of the operating system (Linux: clock ticks since boot).</param>
/// <param name="BootId">The boot during which the process ran; empty where the system does not tell.</param>
public readonly record struct ProcessIdentity(int Pid, long StartTicks, string BootId)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ProcessIdentity identity)
    {
        identity = default;
        var parts = text?.Split('@') ?? [];
        if (parts.Length != 3
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
        {
            return false;
        }

        identity = new ProcessIdentity(pid, ticks, parts[2]);
        return true;
    }

    /// <summary>A text for a journal: <c>pid@start@boot</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Pid}@{StartTicks}@{BootId}");
}
