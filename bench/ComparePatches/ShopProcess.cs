using System.Diagnostics;

namespace AgentSandbox.Bench.ComparePatches;

/// <summary>A running service of Shop on a port that the system chose.</summary>
internal sealed class ShopProcess : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;

    private ShopProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<ShopProcess> StartAsync(string program, IReadOnlyDictionary<string, Uri> services)
    {
        var start = new ProcessStartInfo("dotnet", [program]) { WorkingDirectory = Path.GetDirectoryName(program), RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, address) in services)
        {
            start.Environment[name.ToUpperInvariant() + "_URL"] = address.AbsoluteUri;
        }

        var listens = new TaskCompletionSource<Uri>();
        var process = Process.Start(start)!; // Without a shell there is always a new process.
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                listens.TrySetException(new InvalidOperationException($"{program} ended."));
            }
            else if (line.Data.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                listens.TrySetResult(new Uri(line.Data[(at + Listening.Length)..].Trim()));
            }
        };
        process.BeginOutputReadLine();
        return new ShopProcess(process, await listens.Task);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
