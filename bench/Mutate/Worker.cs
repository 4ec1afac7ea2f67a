using System.Diagnostics;

namespace AgentSandbox.Bench.Mutate;

/// <summary>A second process that runs the tests, because a mutant may never end, or end its process.</summary>
internal sealed class Worker(string built) : IDisposable
{
    public const string Hung = "failed: not done in time";

    private Process? _process;

    /// <summary>What the run of the tests said; a hang and a crash are failures too.</summary>
    public async Task<string> RunAsync(string assembly, TimeSpan limit)
    {
        _process ??= Start();
        await _process.StandardInput.WriteLineAsync(assembly);
        try
        {
            return await _process.StandardOutput.ReadLineAsync().WaitAsync(limit) ?? Lost("failed: the process ended");
        }
        catch (TimeoutException)
        {
            return Lost(Hung);
        }
    }

    public void Dispose() => Lost(string.Empty);

    private string Lost(string result)
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
        return result;
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Worker).Assembly.Location, "--worker", built]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return Process.Start(start)!; // Without a shell there is always a new process.
    }
}
