using System.Diagnostics;

namespace AgentSandbox.Bench.Load;

/// <summary>This program in another role, in a process of its own; ends with it.</summary>
internal sealed class Helper : IAsyncDisposable
{
    private readonly Process _process;

    private Helper(Process process, string firstLine, bool isPinned)
    {
        _process = process;
        FirstLine = firstLine;
        IsPinned = isPinned;
    }

    /// <summary>What it printed first.</summary>
    public string FirstLine { get; }

    /// <summary>True when it runs on the core that was asked for and on no other.</summary>
    public bool IsPinned { get; }

    /// <summary>True when programs can be put before all others on a core.</summary>
    public static bool CanGoFirst { get; } = Environment.IsPrivilegedProcess && File.Exists("/usr/bin/chrt") && File.Exists("/usr/bin/taskset");

    public static Task<Helper> StartAsync(string role) => StartAsync(role, null, isFirst: false);

    public static async Task<Helper> StartAsync(string role, int? core, bool isFirst, params string[] arguments)
    {
        var program = Path.ChangeExtension(typeof(Helper).Assembly.Location, ".dll");
        var isPinned = core is not null && File.Exists("/usr/bin/taskset");
        List<string> words = isPinned ? ["/usr/bin/taskset", "-c", $"{core % Environment.ProcessorCount}"] : [];
        words.AddRange(isFirst && CanGoFirst ? ["/usr/bin/chrt", "--rr", "10"] : []);
        words.AddRange([Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", program, "--role", role, .. arguments]);
        var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"'{words[0]}' did not start.");
        var line = await process.StandardOutput.ReadLineAsync();
        return new Helper(process, line ?? throw new InvalidOperationException($"The {role} ended before it was ready."), isPinned);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
