using System.Diagnostics;
using System.Globalization;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding;

/// <summary>Processes in pods of the cluster of <c>tests/cluster</c>, which this machine sees as its own.</summary>
internal static class ContainerProcesses
{
    /// <summary>Kills the program of a pod, as by <c>kill -9</c>: nothing in it hears of that.</summary>
    public static void Kill(string pod)
    {
        var pids = Directory.GetDirectories("/proc").Select(Path.GetFileName).OfType<string>().Where(name => name.All(char.IsAsciiDigit) && IsOf(name, pod)).ToList();
        pids.Should().ContainSingle($"the pod {pod} has one process");
        using var process = Process.GetProcessById(int.Parse(pids[0], CultureInfo.InvariantCulture));
        process.Kill();
    }

    private static bool IsOf(string pid, string pod)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Split('\0').Contains($"POD_NAME={pod}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended meanwhile
        }
    }
}
