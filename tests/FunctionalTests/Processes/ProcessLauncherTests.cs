using System.Globalization;
using System.Runtime.InteropServices;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.FunctionalTests.Processes;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ProcessLauncherTests : IAsyncLifetime
{
    private readonly ProcessBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData("exit 0", 0, null)]
    [InlineData("exit 42", 42, null)]
    [InlineData("kill -9 $$", null, 9)]
    [InlineData("kill -TERM $$", null, 15)]
    public async Task End_CodeOrSignal(string script, int? code, int? signal)
    {
        var exit = await _bench.Start(_bench.Sh(script)).Exited.WaitAsync(TimeSpan.FromSeconds(30));

        exit.Should().Be(new ProcessExit(code, signal));
    }

    [LinuxFact]
    public async Task Output_BothStreamsAppendedByTheChild()
    {
        await File.WriteAllTextAsync(Path.Combine(_bench.Directory, "orders.log"), "before\n");

        await _bench.Start(_bench.Sh("pwd; echo problem >&2; cat; ls -l /proc/self/fd/0")).Exited;

        _bench.Output().Should().StartWith($"before\n{_bench.Directory}\nproblem\n").And.Contain("/dev/null");
    }

    [LinuxFact]
    public async Task Output_NewFile_OnlyForItsOwner()
    {
        await _bench.Start(_bench.Sh("true") with { OutputPath = Path.Combine(_bench.Directory, "deep", "er", "x.log") }).Exited;

        File.GetUnixFileMode(Path.Combine(_bench.Directory, "deep", "er", "x.log"))
            .Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [LinuxFact]
    public async Task Environment_CompleteAndMarked()
    {
        var child = _bench.Start(_bench.Sh("exec env") with
        {
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["A"] = "ö = 1" },
        });
        await child.Exited;

        var lines = _bench.Output().TrimEnd().Split('\n').Where(l => !l.StartsWith("PWD=", StringComparison.Ordinal));

        lines.Should().BeEquivalentTo("PATH=/usr/bin:/bin", "A=ö = 1", $"AGENT_SANDBOX_MARK={child.Mark}");
        _bench.Host.Append("orders").Covers(child.Mark!.Value).Should().BeTrue();
    }

    [LinuxFact]
    public async Task Files_OpenAndInheritableInTheCaller_NotInTheChild()
    {
        // dup leaves out the close-on-exec flag that .NET sets on everything it opens.
        using var file = File.OpenHandle("/dev/null");
        var inheritable = dup((int)file.DangerousGetHandle());
        try
        {
            inheritable.Should().BeGreaterThan(2);

            var child = _bench.Start(_bench.Sh("") with { FileName = "sleep", Arguments = ["1000"] });

            await _bench.HasOnlyStandardFiles(child.Identity);
        }
        finally
        {
            _ = close(inheritable);
        }
    }

    [LinuxFact]
    public void Signals_IgnoredInTheCaller_DefaultInTheChild()
    {
        var child = _bench.Start(_bench.Sh("") with { FileName = "sleep", Arguments = ["1000"] });

        var status = File.ReadAllLines($"/proc/{child.Identity.Pid}/status");
        Mask("/proc/self/status", "SigIgn").Should().NotBe(0, "else this test could not fail");
        status.Should().Contain("SigIgn:\t0000000000000000").And.Contain("SigBlk:\t0000000000000000");
    }

    [LinuxFact]
    public void Session_ItsOwn()
    {
        var child = _bench.Start(_bench.Sh("") with { FileName = "sleep", Arguments = ["1000"] });

        ProcessBench.Stat(child.Identity.Pid, 6).Should().Be(child.Identity.Pid);
    }

    [Fact]
    public void Program_Unknown_NotFoundWithThePath()
    {
        var failure = _bench.Launcher.Start(_bench.Sh("") with
        {
            FileName = "no-such-program",
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/nowhere" },
        }).Failure;

        failure.Should().BeEquivalentTo(new { Kind = ProcessStartFailureKind.NotFound, FileName = "no-such-program", SearchedPath = "/usr/bin:/nowhere" });
    }

    [LinuxFact]
    public void Program_NotExecutable_Told()
    {
        File.WriteAllText(Path.Combine(_bench.Directory, "plain"), "text");
        var script = Path.Combine(_bench.Directory, "script");
        File.WriteAllText(script, "#!/no/such/interpreter\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Kind("./plain").Should().Be(ProcessStartFailureKind.NotExecutable);
        Kind("./script").Should().Be(ProcessStartFailureKind.NotExecutable);
        Kind("./absent").Should().Be(ProcessStartFailureKind.NotFound);
        Kind("/").Should().Be(ProcessStartFailureKind.NotFound);

        ProcessStartFailureKind? Kind(string program) => _bench.Launcher.Start(_bench.Sh("") with { FileName = program }).Failure?.Kind;
    }

    [Fact]
    public void Directory_Missing_Told() =>
        _bench.Launcher.Start(_bench.Sh("") with { WorkingDirectory = "/no/such/directory" })
            .Failure!.Kind.Should().Be(ProcessStartFailureKind.WorkingDirectoryMissing);

    [Fact]
    public void Output_IsADirectory_Told() =>
        _bench.Launcher.Start(_bench.Sh("") with { OutputPath = _bench.Directory })
            .Failure!.Kind.Should().Be(ProcessStartFailureKind.OutputUnavailable);

    [LinuxFact]
    public async Task ManyChildren_BesideOtherProcesses_AllEndsSeenAndNothingLeft()
    {
        var commands = new CommandRunner(TimeProvider.System);
        var git = new CommandSpec { FileName = "sh", Arguments = ["-c", "exit 5"], WorkingDirectory = "/", Environment = MinimalEnvironment.FromCurrent() };
        _ = await commands.RunAsync(git, CancellationToken.None);
        var filesBefore = Directory.GetFiles("/proc/self/fd").Length;

        var children = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            var other = i % 10 == 0 ? commands.RunAsync(git, CancellationToken.None) : null;
            var exit = await _bench.Start(_bench.Sh($"exit {i % 100}")).Exited;
            if (other is not null)
            {
                (await other).ExitCode.Should().Be(5);
            }

            return (i, exit);
        }))).WaitAsync(TimeSpan.FromMinutes(2));

        children.Should().OnlyContain(c => c.exit.Code == c.i % 100);
        await Eventually.True(() => !Zombies().Any());
        await Eventually.True(() => Directory.GetFiles("/proc/self/fd").Length <= filesBefore + 20);
    }

    private static IEnumerable<int> Zombies() =>
        Directory.GetDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), out var pid) ? pid : 0)
            .Where(pid => pid > 0 && IsOurZombie(pid));

    private static bool IsOurZombie(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" && fields[1] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static ulong Mask(string path, string name) =>
        ulong.Parse(File.ReadLines(path).Single(l => l.StartsWith(name, StringComparison.Ordinal)).Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [DllImport("libc")]
    private static extern int dup(int fd);

    [DllImport("libc")]
    private static extern int close(int fd);
}
