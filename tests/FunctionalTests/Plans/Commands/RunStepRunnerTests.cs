using System.Globalization;
using System.Text.Json;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Commands;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.FunctionalTests.Plans.Commands;

/// <summary>Commands that really run.</summary>
public sealed class RunStepRunnerTests : IDisposable
{
    private readonly CommandServices _services = new();
    private readonly ProcessTable _table = new(TimeProvider.System);

    [UnixFact]
    public async Task CommandThatEndsWell_Passes()
    {
        var outcome = await Run("echo hello");

        (outcome.State, outcome.MetFork).Should().Be((StepState.Passed, true), outcome.Summary);
        outcome.Output!.Value.GetProperty("output").GetString().Should().Be("hello");
        outcome.Output!.Value.GetProperty("exitCode").GetInt32().Should().Be(0);
    }

    [UnixFact]
    public async Task WrongExitCode_FailsWithTheEndOfTheOutput()
    {
        var outcome = await Run("i=0; while [ $i -lt 300 ]; do echo line $i; i=$((i+1)); done; exit 3");

        outcome.State.Should().Be(StepState.Failed);
        outcome.Failures.Should().ContainSingle().Which.ToString().Should().Be("exit code: expected 0, found exit code 3");
        var lines = outcome.Evidence[^1].Lines;
        lines.Should().HaveCount(101);
        lines[^1].Should().Be("line 299");
    }

    [UnixFact]
    public async Task GreenCommandThatMetNoFork_FailsAsTestOfTheBaseline()
    {
        using var services = new CommandServices { AsksBeforeFork = int.MaxValue };

        var outcome = await Run(Step("echo all green"), services);

        (outcome.State, outcome.MetFork).Should().Be((StepState.Failed, false));
        outcome.Summary.Should().Contain("this tested the baseline");
        outcome.Evidence.Should().Contain(evidence => evidence.Weight == 100);
    }

    [UnixFact]
    public async Task CommandThatNeedsNoFork_Passes()
    {
        using var services = new CommandServices { AsksBeforeFork = int.MaxValue };

        var outcome = await Run(Step("true") with { MustMeetFork = false }, services);

        (outcome.State, outcome.MetFork).Should().Be((StepState.Passed, false));
    }

    [UnixFact]
    public async Task HopThatIsRecordedLate_Counts()
    {
        using var services = new CommandServices { AsksBeforeFork = 5 };

        (await Run(Step("true"), services)).State.Should().Be(StepState.Passed);
    }

    [UnixFact]
    public async Task Environment_HoldsTheRunAndNothingElse()
    {
        var outcome = await Run(Step("env") with { Environment = new Dictionary<string, PlanTemplate> { ["MINE"] = Text("1") } }, minimal: new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["NO_PROXY"] = "x" });

        var lines = (outcome.Output!.Value.GetProperty("output").GetString() ?? "").Split('\n').Where(line => !line.StartsWith("AGENT_SANDBOX_MARK=") && line[..2] is not ("PW" or "SH" or "_=")).Order(StringComparer.Ordinal);
        lines.Should().Equal(
            "AGENT_SANDBOX_BAGGAGE=sandbox=run-key",
            "AGENT_SANDBOX_HEADER_NAME=x-sandbox-key",
            "AGENT_SANDBOX_HEADER_VALUE=run-key",
            "AGENT_SANDBOX_KEY=run-key",
            "AGENT_SANDBOX_NAME=pr-1",
            "AGENT_SANDBOX_RUN_ID=run-1",
            "BASE_URL=http://127.0.0.1:5000",
            "FRONTEND_URL=http://127.0.0.1:5000",
            "MINE=1",
            "NO_PROXY=x,127.0.0.1,localhost,::1",
            "ORDER_API_URL=http://127.0.0.1:5001",
            "PATH=/usr/bin:/bin",
            "no_proxy=127.0.0.1,localhost,::1");
    }

    [UnixFact]
    public async Task TimeOver_EndsTheWholeTreeThatIgnoresSigterm()
    {
        var outcome = await Run(Step("trap '' TERM; echo begun; (trap '' TERM; echo $$ > shell; sleep 600 & echo $! > child; wait; sleep 600) & wait; sleep 600") with { Timeout = TimeSpan.FromSeconds(2) });

        outcome.State.Should().Be(StepState.Failed);
        outcome.Failures.Should().ContainSingle().Which.Path.Should().Be("time");
        outcome.Evidence[^1].Lines.Should().Contain("begun");
        Alive("shell").Should().BeFalse();
        Alive("child").Should().BeFalse();
    }

    [UnixFact]
    public async Task Cancellation_EndsTheTreeAndIsPassedOn()
    {
        using var cancellation = new CancellationTokenSource();
        var run = Runner().RunAsync(Step("sleep 600 & echo $! > child; wait"), _services, cancellation.Token);
        await Eventually.True(() => File.Exists(Path("child")) && File.ReadAllText(Path("child")).EndsWith('\n'));

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<OperationCanceledException>();
        Alive("child").Should().BeFalse();
    }

    [UnixFact]
    public async Task ProcessLeftBehind_IsEnded()
    {
        var outcome = await Run("sleep 600 & echo $! > child; exit 0");

        outcome.State.Should().Be(StepState.Passed);
        Alive("child").Should().BeFalse();
    }

    [UnixFact]
    public async Task ProgramThatDoesNotExist_FailsForGood()
    {
        var outcome = await Run(Step("") with { Shell = false, Command = [Text("no-such-program-here")] });

        (outcome.State, outcome.IsFinal).Should().Be((StepState.Failed, true));
        outcome.Summary.Should().Contain("no-such-program-here");
    }

    [UnixFact]
    public async Task Arguments_AreNotInterpreted()
    {
        var outcome = await Run(Step("") with { Shell = false, Command = [Text("echo"), Text("$(id) ; `id` \"x\"")] });

        outcome.Output!.Value.GetProperty("output").GetString().Should().Be("$(id) ; `id` \"x\"");
    }

    [UnixFact]
    public async Task AnswerOfAServiceInAShellCommand_IsRefused()
    {
        var outcome = await Run(Step("") with { Command = [new PlanTemplate("echo ${steps.a.b}", ["steps.a.b"])] });

        outcome.State.Should().Be(StepState.Failed);
        outcome.Summary.Should().Contain("steps.a.b");
    }

    [UnixFact]
    public async Task Secrets_StayOutOfEvidenceAndFiles()
    {
        var outcome = await Run(Step($"echo {CommandServices.Secret}; echo {CommandServices.Secret} > kept.txt; exit 1") with { Artifacts = ["*.txt"] });

        JsonSerializer.Serialize(outcome).Should().NotContain("hunter2");
        foreach (var file in Directory.GetFiles(_services.ArtifactDirectory, "*", SearchOption.AllDirectories))
        {
            (await File.ReadAllTextAsync(file)).Should().NotContain("hunter2").And.Contain("***");
        }
    }

    [UnixFact]
    public async Task OutputWithoutEnd_DoesNotFillTheDisk()
    {
        var outcome = await Run("head -c 200000000 /dev/zero | tr '\\0' 'x' | fold -w 79; echo the end");

        outcome.State.Should().Be(StepState.Passed, outcome.Summary);
        outcome.Evidence[^1].Lines[^1].Should().EndWith("the end");
        outcome.Evidence[^1].Lines.Should().HaveCountLessThan(110);
        new FileInfo(System.IO.Path.Join(_services.ArtifactDirectory, "command", "output.log")).Length.Should().BeLessThan(200_000_000);
    }

    [UnixFact]
    public async Task FailedTestsWithExitCodeZero_Fail()
    {
        var outcome = await Run(Step("mkdir -p out; cat > out/junit.xml <<'E'\n<testsuites><testsuite tests='9'><testcase classname='Cart' name='adds'/><testcase classname='Cart' name='pays'><failure message='was 3'>trace</failure></testcase><testcase name='x'><error>boom\n at y</error><system-out>noise</system-out></testcase><testcase name='z'><skipped/></testcase></testsuite></testsuites>\nE") with { JUnit = ["out/*.xml"] });

        outcome.State.Should().Be(StepState.Failed);
        outcome.Failures.Should().ContainSingle().Which.ToString().Should().Be("test results: expected no failed test, found 2 of 4, such as Cart.pays: was 3");
        var data = outcome.Evidence.Single(evidence => evidence.Kind == EvidenceKind.TestResults).Data!.Value;
        data.GetRawText().Should().Be("""{"tests":4,"failures":1,"errors":1,"skipped":1,"failed":[{"name":"Cart.pays","message":"was 3"},{"name":"x","message":"boom\n at y"}]}""");
    }

    [UnixFact]
    public async Task GreenTests_PassAndCanBeCaptured()
    {
        var outcome = await Run(Step("echo \"<testsuite><testcase name='a'/><testcase name='b'></testcase></testsuite>\" > r.xml") with { JUnit = ["**/*.xml"] });

        outcome.State.Should().Be(StepState.Passed, outcome.Summary);
        outcome.Output!.Value.GetProperty("tests").GetProperty("tests").GetInt32().Should().Be(2);
    }

    [UnixFact]
    public async Task ResultsOfAnEarlierRun_AreNotTakenForThisOnes()
    {
        await File.WriteAllTextAsync(Path("r.xml"), "<testsuite><testcase name='a'/></testsuite>");

        var outcome = await Run(Step("true") with { JUnit = ["r.xml"] });

        outcome.State.Should().Be(StepState.Failed);
        outcome.Failures.Should().ContainSingle().Which.Found.Should().Contain("no file that matches r.xml was written");
    }

    [UnixFact]
    public async Task SuiteInWhichNothingRan_Fails()
    {
        var outcome = await Run(Step("echo \"<testsuite><testcase name='a'><skipped/></testcase></testsuite>\" > r.xml") with { JUnit = ["r.xml"] });

        outcome.Failures.Should().ContainSingle().Which.Expected.Should().Be("at least one test that ran");
    }

    [UnixFact]
    public async Task MalformedResults_AreEvidence()
    {
        var outcome = await Run(Step("""
            echo '<testsuite><testcase' > broken.xml
            printf '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><testsuite>&a;</testsuite>' > dtd.xml
            echo '<html/>' > html.xml
            mkfifo pipe.xml
            ln -s /etc/passwd link.xml
            """) with { JUnit = ["*.xml"] });

        outcome.State.Should().Be(StepState.Passed, outcome.Summary);
        var evidence = outcome.Evidence.Single(each => each.Weight == 50);
        evidence.Lines.Select(line => line.Split(':')[0]).Should().Equal("broken.xml", "dtd.xml", "html.xml", "pipe.xml");
        JsonSerializer.Serialize(outcome).Should().NotContain("root:");
    }

    [UnixFact]
    public async Task Artifacts_AreCopiedWithinBoundsAndNotThroughLinks()
    {
        Directory.CreateDirectory(System.IO.Path.Join(_services.Root, "outside"));
        await File.WriteAllTextAsync(System.IO.Path.Join(_services.Root, "outside", "secret.txt"), "outside");

        var outcome = await Run(Step("""
            mkdir -p out/deep; echo one > out/deep/one.txt; echo two > out/two.txt; echo no > out/no.bin
            ln -s ../../outside out/link; ln -s ../../outside/secret.txt out/alias.txt; ln -s .. out/loop
            head -c 30000000 /dev/zero > out/huge.txt
            """) with { Artifacts = ["out/**/*.txt", "out/link/*.txt"] });

        outcome.State.Should().Be(StepState.Passed, outcome.Summary);
        var kept = Directory.GetFiles(_services.ArtifactDirectory, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(_services.ArtifactDirectory, file)).Order(StringComparer.Ordinal);
        kept.Should().Equal("command/out/deep/one.txt", "command/out/two.txt", "command/output.log");
        outcome.Evidence.Where(evidence => evidence.Kind == EvidenceKind.Artifact).Select(evidence => evidence.Data!.Value.GetProperty("name").GetString())
            .Should().Equal("command/out/deep/one.txt", "command/out/two.txt");
        outcome.Evidence.Single(evidence => evidence.Title == "1 files were not kept").Lines.Single().Should().StartWith("out/huge.txt");
    }

    [UnixFact]
    public async Task ManyArtifacts_AreBounded()
    {
        var outcome = await Run(Step("i=100; while [ $i -lt 160 ]; do echo $i > a$i.txt; i=$((i+1)); done") with { Artifacts = ["*.txt"] });

        outcome.Evidence.Count(evidence => evidence.Kind == EvidenceKind.Artifact).Should().Be(50);
    }

    [Theory]
    [InlineData("../*.txt")]
    [InlineData("/etc/*")]
    [InlineData("a/../../b")]
    public async Task GlobOutOfTheTree_FailsBeforeTheCommandRuns(string glob)
    {
        var outcome = await Run(Step("echo ran > ran") with { Artifacts = [glob] });

        (outcome.State, outcome.IsFinal).Should().Be((StepState.Failed, true));
        File.Exists(Path("ran")).Should().BeFalse();
    }

    [UnixFact]
    public async Task DirectoryOutOfTheTree_FailsBeforeTheCommandRuns()
    {
        File.CreateSymbolicLink(Path("away"), System.IO.Path.GetTempPath());

        foreach (var directory in new[] { "..", "/tmp", "away" })
        {
            var outcome = await Run(Step("true") with { Directory = directory });

            outcome.State.Should().Be(StepState.Failed);
            outcome.Summary.Should().Contain("not inside the working tree");
        }
    }

    public void Dispose() => _services.Dispose();

    private static PlanTemplate Text(string text) => new(text, []);

    private static RunStep Step(string script) => new() { Id = "command", Command = [Text(script)], Shell = true };

    private static RunStepRunner Runner(IReadOnlyDictionary<string, string>? minimal = null) =>
        new(ProcessLaunchers.Create(TimeProvider.System), ProcessMark.Of("test-" + Guid.NewGuid().ToString("N")), minimal ?? MinimalEnvironment.FromCurrent());

    private Task<StepOutcome> Run(string script) => Run(Step(script));

    private Task<StepOutcome> Run(RunStep step, CommandServices? services = null, IReadOnlyDictionary<string, string>? minimal = null) =>
        Runner(minimal).RunAsync(step, services ?? _services, CancellationToken.None);

    private string Path(string name) => System.IO.Path.Join(_services.Tree, name);

    private bool Alive(string pidFile) => _table.Identify(int.Parse(File.ReadAllText(Path(pidFile)), CultureInfo.InvariantCulture)) is not null;
}
