using System.Runtime.InteropServices;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.FunctionalTests.Processes;

public sealed class DetachedLauncherTests : IAsyncLifetime
{
    private readonly ProcessBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [LinuxFact]
    public async Task Caller_KilledAsTreeAndAsGroup_ProgramLivesOn()
    {
        var caller = _bench.Start(Caller("echo $$ > detached; echo \"$0\"; exec sleep 1000"));
        await Eventually.True(() => _bench.Output().Contains("started"));
        var detached = await _bench.Written("detached");
        try
        {
            ProcessBench.Stat(detached.Pid, 4).Should().NotBe(caller.Identity.Pid, "it must have another parent");
            ProcessBench.Stat(detached.Pid, 6).Should().NotBe(caller.Identity.Pid, "it must have another session");
            await _bench.HasOnlyStandardFiles(detached);
            File.ReadAllText($"/proc/{detached.Pid}/environ").Should().NotContain(ProcessMark.VariableName).And.NotContain("DETACH_TEST");
            (await File.ReadAllTextAsync(Path.Combine(_bench.Directory, "detached.log"))).Should().Be("it's $HOME; \"quoted\"\n");

            _ = kill(-caller.Identity.Pid, 9);
            await caller.StopAsync(TimeSpan.Zero, CancellationToken.None);

            (await caller.Exited).Signal.Should().Be(9);
            _bench.Table.IsAlive(detached).Should().BeTrue();
        }
        finally
        {
            await _bench.Table.EndTreeAsync(detached, null, TimeSpan.Zero, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Program_Unknown_NotFound()
    {
        var failure = await new DetachedLauncher().StartAsync(_bench.Sh("") with { FileName = "no-such-program" }, CancellationToken.None);

        failure!.Kind.Should().Be(ProcessStartFailureKind.NotFound);
    }

    private ProcessSpec Caller(string script)
    {
        var assembly = typeof(StartupHook).Assembly.Location;
        return _bench.Sh("") with
        {
            FileName = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            Arguments = ["exec", assembly],
            Environment = new Dictionary<string, string>(MinimalEnvironment.FromCurrent())
            {
                ["DOTNET_STARTUP_HOOKS"] = assembly,
                [StartupHook.ProgramVariable] = script,
                [StartupHook.DirectoryVariable] = _bench.Directory,
            },
        };
    }

    [DllImport("libc")]
    private static extern int kill(int pid, int signal);
}
