using System.Globalization;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.FunctionalTests.Processes;

/// <summary>A directory and a mark of the test's own; whatever the test started ends with it.</summary>
public sealed class ProcessBench : IAsyncDisposable
{
    public ProcessBench() => Directory = System.IO.Directory.CreateTempSubdirectory("agent-sandbox-processes-").FullName;

    public string Directory { get; }

    public ProcessMark Host { get; } = ProcessMark.Of("test-" + Guid.NewGuid().ToString("N"));

    public ProcessTable Table { get; } = new(TimeProvider.System);

    public IProcessLauncher Launcher { get; } = ProcessLaunchers.Create(TimeProvider.System);

    public ProcessSpec Sh(string script, string service = "orders") => new()
    {
        FileName = "sh",
        Arguments = ["-c", script],
        WorkingDirectory = Directory,
        Environment = MinimalEnvironment.FromCurrent(),
        OutputPath = Path.Combine(Directory, service + ".log"),
        Mark = Host.Append(service),
    };

    public IChildProcess Start(ProcessSpec spec)
    {
        var start = Launcher.Start(spec);
        start.Failure.Should().BeNull();
        return start.Child!;
    }

    public string Output(string service = "orders")
    {
        var path = Path.Combine(Directory, service + ".log");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    public Task Printed(string text) => Eventually.True(() => Output().Contains(text), $"output has \"{text}\"");

    /// <summary>The process whose id a script wrote to a file.</summary>
    public async Task<ProcessIdentity> Written(string file)
    {
        var path = Path.Combine(Directory, file);
        await Eventually.True(() => File.Exists(path) && File.ReadAllText(path).EndsWith('\n'));
        var pid = int.Parse(await File.ReadAllTextAsync(path), CultureInfo.InvariantCulture);
        return Table.Identify(pid) ?? throw new InvalidOperationException($"{pid} does not run.");
    }

    /// <summary>Numbered fields of /proc/pid/stat, counted after the name as the manual page does.</summary>
    public static int Stat(int pid, int field)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[field - 3], CultureInfo.InvariantCulture);
    }

    /// <summary>Once the loader has closed the libraries, only input, output and error are open.</summary>
    public Task HasOnlyStandardFiles(ProcessIdentity process) =>
        Eventually.True(() => System.IO.Directory.GetFiles($"/proc/{process.Pid}/fd").Select(Path.GetFileName).Order().SequenceEqual(["0", "1", "2"]));

    public async ValueTask DisposeAsync()
    {
        await Table.EndMarkedAsync(Host, TimeSpan.Zero, CancellationToken.None);
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
