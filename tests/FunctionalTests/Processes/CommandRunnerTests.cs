using System.Text;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.FunctionalTests.Processes;

public sealed class CommandRunnerTests : IAsyncLifetime
{
    private readonly ProcessBench _bench = new();
    private readonly CommandRunner _runner = new(TimeProvider.System);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Failing_CodeAndBothStreams()
    {
        var result = await _runner.RunAsync(Sh("echo out; echo err >&2; exit 3"), CancellationToken.None);

        result.Should().BeEquivalentTo(new { Outcome = CommandOutcome.Exited, ExitCode = 3, OutputText = "out\n", ErrorText = "err\n", Truncated = false, Success = false });
    }

    [Fact]
    public async Task Input_ReadByTheCommand()
    {
        var input = new byte[300_000];
        new Random(1).NextBytes(input);

        var result = await _runner.RunAsync(Sh("exec cat") with { StandardInput = input }, CancellationToken.None);

        result.Output.ToArray().Should().Equal(input);
    }

    [Fact]
    public async Task Input_NotRead_NoFailure()
    {
        var result = await _runner.RunAsync(Sh("exit 0") with { StandardInput = new byte[1_000_000] }, CancellationToken.None);

        result.Success.Should().BeTrue();
    }

    [Fact]
    public async Task Megabytes_BoundedWithBeginningOfOutputAndEndOfError()
    {
        var result = await _runner.RunAsync(
            Sh("echo first; yes x | head -c 3000000; yes y | head -c 3000000 >&2; echo last >&2") with { MaxOutputBytes = 1000 }, CancellationToken.None);

        result.Success.Should().BeTrue();
        result.Truncated.Should().BeTrue();
        result.OutputText.Should().StartWith("first\n").And.HaveLength(1000);
        result.ErrorText.Should().EndWith("last\n").And.HaveLength(1000);
    }

    [LinuxFact]
    public async Task TimeOut_TreeKilled()
    {
        var result = await _runner.RunAsync(
            Sh("echo begun; (setsid sh -c 'echo $$ > lost; exec sleep 1000' &); exec sleep 1000") with { Timeout = TimeSpan.FromSeconds(2) }, CancellationToken.None);

        result.Outcome.Should().Be(CommandOutcome.TimedOut);
        result.OutputText.Should().Be("begun\n");
        _bench.Table.Identify(int.Parse(await File.ReadAllTextAsync(Path.Combine(_bench.Directory, "lost")))).Should().BeNull();
    }

    [LinuxFact]
    public async Task Cancelled_TreeKilled()
    {
        using var source = new CancellationTokenSource();
        var run = _runner.RunAsync(Sh("sh -c 'echo $$ > inner; exec sleep 1000'; true"), source.Token);
        var inner = await _bench.Written("inner");

        await source.CancelAsync();

        await run.Invoking(r => r).Should().ThrowAsync<OperationCanceledException>();
        _bench.Table.IsAlive(inner).Should().BeFalse();
    }

    [LinuxFact]
    public async Task HelperKeepsOutputOpen_ResultComesAllTheSame()
    {
        var result = await _runner.RunAsync(Sh("sh -c 'echo $$ > helper; exec sleep 1000' & while ! test -s helper; do :; done; echo done"), CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30));
        var helper = await _bench.Written("helper");

        result.OutputText.Should().Be("done\n");
        await _bench.Table.EndTreeAsync(helper, null, TimeSpan.Zero, CancellationToken.None);
    }

    [Fact]
    public async Task Unknown_NotStarted()
    {
        var result = await _runner.RunAsync(Sh("") with { FileName = "no-such-program" }, CancellationToken.None);

        result.Outcome.Should().Be(CommandOutcome.NotStarted);
        result.StartFailure!.Kind.Should().Be(ProcessStartFailureKind.NotFound);
    }

    [Fact]
    public async Task Text_Utf8()
    {
        var result = await _runner.RunAsync(Sh("printf 'grün'"), CancellationToken.None);

        Encoding.UTF8.GetByteCount(result.OutputText).Should().Be(5);
        result.OutputText.Should().Be("grün");
    }

    private CommandSpec Sh(string script) => new()
    {
        FileName = "sh",
        Arguments = ["-c", script],
        WorkingDirectory = _bench.Directory,
        Environment = MinimalEnvironment.FromCurrent(),
    };
}
