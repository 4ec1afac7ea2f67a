using System.Diagnostics;
using System.Globalization;

namespace AgentSandbox.FunctionalTests.Hosting;

/// <summary>Sends a signal to a process, or to a process group when the number is negative.</summary>
internal static class Signals
{
    public static async Task SendAsync(int signal, int target)
    {
        using var kill = Process.Start("kill", [$"-{signal.ToString(CultureInfo.InvariantCulture)}", "--", target.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        kill.ExitCode.Should().Be(0);
    }
}
