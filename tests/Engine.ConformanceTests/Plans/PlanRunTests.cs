using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Verification;
using AgentSandbox.TestKit;

namespace AgentSandbox.Engine.ConformanceTests.Plans;

/// <summary>Plans against a real sandbox: the verdict, and what it rests on.</summary>
public sealed class PlanRunTests : IAsyncLifetime
{
    private TestRepository? _repository;
    private LocalSystem? _system;

    private TestRepository Repository => _repository ?? throw new InvalidOperationException("Not initialised.");

    private LocalSystem System => _system ?? throw new InvalidOperationException("Not initialised.");

    private SandboxDriver Agent => new(System, Repository.Root);

    public async Task InitializeAsync()
    {
        _repository = await TestRepository.CreateAsync();
        _system = await LocalSystem.StartAsync(_repository);
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "edited");
        await Agent.DeployReadyAsync("pr-1", "three");
    }

    public async Task DisposeAsync()
    {
        await System.DisposeAsync();
        Repository.Dispose();
    }

    [Fact]
    public async Task ClaimsThatHold_PassWithProof()
    {
        var run = await RunAsync("""
            version: 1
            purpose: The chain carries the new version
            steps:
              - id: chain
                request: { service: one, path: /chain }
                expect: { status: 200, json: { "$.own.service": one } }
                capture: { who: $.body.own.service }
              - id: direct
                request: { service: three, path: "/?from=${steps.chain.who}" }
                expect: { json: { "$.version": edited } }
              - id: said
                after: [direct]
                logs: { service: three, expect: [ { level: error, atMost: 0 } ], within: 1s }
              - id: sums
                check: { "$.steps.chain.who": one }
            """);

        run.Verdict!.Reason.Should().NotBeEmpty();
        run.Verdict.Verdict.Should().Be(Verdict.Pass, Explain(run));
        run.Steps.Should().OnlyContain(step => step.State == StepState.Passed);
        run.Steps.Where(step => step.Kind == "request").Should().OnlyContain(step => step.MetFork);
        run.Forks.Should().ContainSingle().Which.Revision.Should().Be(1);
        run.Key.Should().StartWith("run-");
        run.BaselineCommit.Should().Be((await Repository.GitAsync("rev-parse", "main")).Trim());
        run.BaselineDigest.Should().StartWith("sha256:");
        run.Owner.Should().Contain(Repository.Root);
        run.Steps.Should().OnlyContain(step => step.StartedAt >= run.StartedAt && step.Inputs.Length > 0);
        run.Steps[1].Inputs.Should().Be("GET /?from=one of three");
    }

    [Fact]
    public async Task StepThatFailsOnce_PassesAsFlaky_AndTheVerdictSaysSo()
    {
        var run = await RunAsync($$"""
            version: 1
            purpose: Fails the first time
            steps:
              - id: wobbles
                request: { service: three, path: "/flaky?file={{Path.Join(Repository.WorkRoot, "seen")}}" }
                expect: { status: 200 }
            """);

        run.Steps[0].IsFlaky.Should().BeTrue();
        run.Steps[0].Tries.Should().Be(2);
        run.Steps[0].Summary.Should().StartWith("Flaky: it failed and passed in try 2. First:").And.Contain("503");
        run.Verdict!.Verdict.Should().Be(Verdict.Pass);
        run.Verdict.Reason.Should().Contain("flaky (failed, then passed): wobbles");
    }

    [Fact]
    public async Task BaselineServiceRestartedMeanwhile_IsInconclusive()
    {
        await Agent.SendAsync("pr-1", "one", "/chain");
        var pid = SandboxDriver.Json(await Agent.SendAsync("pr-1", "two", "/")).GetProperty("pid").GetInt32();
        var signal = Path.Join(Repository.WorkRoot, "go");
        var running = RunAsync($$"""
            version: 1
            purpose: Slow enough for a crash elsewhere
            steps:
              - id: slow
                request: { service: three, path: "/slow?until={{signal}}" }
            """);
        await Eventually.True(async () => (await KeptAsync()).Any(run => run.Steps[0].State == StepState.Running), "the step runs");
        var before = Instance("two");
        using (var process = global::System.Diagnostics.Process.GetProcessById(pid))
        {
            process.Kill();
        }

        await Eventually.True(() => Instance("two") != before, "the crash is seen");
        await File.WriteAllTextAsync(signal, "");

        var run = await running;

        run.Verdict!.Verdict.Should().Be(Verdict.Inconclusive, Explain(run));
        run.Verdict.Reason.Should().Contain("The baseline was not the same all the time").And.Contain("two");
    }

    [Fact]
    public async Task RunThatMeetsTheForkMeanwhile_DoesNotVouchForAnother()
    {
        var signal = Path.Join(Repository.WorkRoot, "enough");
        var running = RunAsync($$"""
            version: 1
            purpose: A suite that asks nobody
            steps:
              - id: suite
                run: { command: [sh, -c, "until [ -e '{{signal}}' ]; do sleep 0.05; done"] }
            """);
        await Eventually.True(async () => (await KeptAsync()).Any(run => run.Steps[0].State == StepState.Running), "the suite runs");

        var other = await RunAsync("""
            version: 1
            purpose: The fork is met
            steps:
              - id: direct
                request: { service: three, path: / }
            """);
        await File.WriteAllTextAsync(signal, "");
        var run = await running;

        other.Verdict!.Verdict.Should().Be(Verdict.Pass, Explain(other));
        run.Verdict!.Verdict.Should().Be(Verdict.Fail, Explain(run));
        run.Steps[0].Summary.Should().Contain("this tested the baseline");
        run.Key.Should().NotBe(other.Key);
    }

    [Fact]
    public async Task RunsAreKeptWithTheSandbox_TheNewestTwenty()
    {
        const string Plan = """
            version: 1
            purpose: Short
            parameters: { n: { default: 1 } }
            steps:
              - id: sums
                check: { $.params.n: 1 }
            """;
        var first = await RunAsync(Plan);
        for (var i = 0; i < 20; i++)
        {
            await RunAsync(Plan);
        }

        var kept = await KeptAsync();

        kept.Should().HaveCount(20).And.NotContain(run => run.Id == first.Id).And.OnlyContain(run => run.Verdict != null);
        await Agent.DeleteAsync("pr-1");
        System.Leftovers().Should().BeEmpty();
    }

    [Fact]
    public async Task LoadOverTheBaselinesCap_IsRefused_AndTwoLoadsTakeTurns()
    {
        var run = await RunAsync("""
            version: 1
            purpose: Two loads that together are above the cap, and one that is so alone
            steps:
              - id: first
                load: { service: three, path: /, rate: 60, duration: 2s, warmUp: 200ms }
              - id: second
                load: { service: three, path: /, rate: 60, duration: 2s, warmUp: 200ms }
              - id: greedy
                load: { service: three, path: /, rate: 101, duration: 1s, warmUp: 200ms }
            """);

        var (first, second) = (run.Steps[0], run.Steps[1]);
        run.Steps.Take(2).Should().OnlyContain(step => step.State == StepState.Passed, Explain(run));
        run.Steps[2].State.Should().Be(StepState.Inconclusive);
        run.Steps[2].Summary.Should().Contain("may get 100").And.Contain("limits.baselineRate");
        (End(first) - End(second)).Duration().Should().BeGreaterThan(TimeSpan.FromSeconds(1), "the later one sends its two seconds after the other has ended");
    }

    [Fact]
    public async Task RequestThatMetOnlyTheBaseline_Fails_ThoughEveryClaimHolds()
    {
        var run = await RunAsync("""
            version: 1
            purpose: A request that never comes to the fork
            steps:
              - id: elsewhere
                request: { service: one, path: / }
                expect: { status: 200 }
            """);

        run.Verdict!.Verdict.Should().Be(Verdict.Fail);
        run.Steps.Single().Summary.Should().Contain("tested the baseline");
    }

    [Fact]
    public async Task ClaimThatDoesNotHold_FailsInEveryTry_AndItsDependantIsSkipped_AndCleanUpRuns()
    {
        var run = await RunAsync("""
            version: 1
            purpose: A claim that does not hold
            steps:
              - id: wrong
                request: { service: three, path: / }
                expect: { status: 201, json: { "$.version": other, "$.nope": { absent: true } } }
              - id: later
                after: [wrong]
                request: { service: three, path: / }
            cleanup:
              - id: tidy
                request: { service: three, path: "/log?text=tidied" }
            """);

        run.Verdict!.Verdict.Should().Be(Verdict.Fail);
        var wrong = run.Steps.Single(step => step.Id == "wrong");
        wrong.Tries.Should().Be(2);
        wrong.Failures.Select(failure => failure.Path).Should().HaveCount(2);
        run.Steps.Single(step => step.Id == "later").State.Should().Be(StepState.Skipped);
        run.Steps.Single(step => step.Id == "tidy").State.Should().Be(StepState.Passed);
    }

    [Fact]
    public async Task CommandThatMeetsTheFork_Passes_AndOneThatMeetsOnlyTheBaselineFails()
    {
        var run = await RunAsync("""
            version: 1
            purpose: Suites of other tools
            steps:
              - id: meets
                run: { command: 'curl -sf -H "baggage: $AGENT_SANDBOX_BAGGAGE" $THREE_URL/', shell: true }
              - id: misses
                run: { command: 'curl -sf $THREE_URL/', shell: true }
                retries: 0
            """);

        run.Steps.Single(step => step.Id == "meets").State.Should().Be(StepState.Passed, Explain(run));
        run.Steps.Single(step => step.Id == "misses").State.Should().Be(StepState.Failed, Explain(run));
        run.Verdict!.Verdict.Should().Be(Verdict.Fail);
    }

    [Fact]
    public async Task ForkRedeployedMeanwhile_IsInconclusive()
    {
        var signal = Path.Join(Repository.WorkRoot, "go");
        var running = RunAsync($$"""
            version: 1
            purpose: Slow enough to be overtaken
            steps:
              - id: slow
                request: { service: three, path: "/slow?until={{signal}}" }
            """);
        await Eventually.True(async () => (await KeptAsync()).Any(run => run.Steps[0].State == StepState.Running), "the step runs");
        Repository.Write("three/version.txt", "newer");
        await Agent.DeployReadyAsync("pr-1", "three");
        await File.WriteAllTextAsync(signal, "");

        var run = await running;

        run.Verdict!.Verdict.Should().Be(Verdict.Inconclusive, Explain(run));
        run.Verdict.Reason.Should().Contain("three");
    }

    [Fact]
    public async Task SandboxDeletedMeanwhile_IsInconclusive()
    {
        var running = RunAsync($$"""
            version: 1
            purpose: Never ends by itself
            steps:
              - id: slow
                request: { service: three, path: "/slow?until={{Path.Join(Repository.WorkRoot, "never")}}" }
            """);
        await Eventually.True(async () => (await KeptAsync()).Any(run => run.Steps[0].State == StepState.Running), "the step runs");

        await Agent.DeleteAsync("pr-1");

        (await running).Verdict!.Verdict.Should().Be(Verdict.Inconclusive);
        System.Leftovers().Should().BeEmpty();
    }

    [Fact]
    public async Task BrokenPlan_IsRefusedWithEveryProblem()
    {
        var result = await TryRunAsync("""
            version: 1
            purpose: Broken
            steps:
              - id: a
                request: { service: nowhere, path: / }
                after: [b]
              - id: b
                request: { service: one, pth: / }
                after: [a]
            """);

        result.Failure!.Code.Should().Be(FailureCodes.PlanInvalid);
        result.Failure.Evidence.Count.Should().BeGreaterThan(2);
    }

    private static DateTimeOffset End(StepResult step) => step.StartedAt!.Value + step.Duration; // it ran

    private string? Instance(string service) => System.Baseline.Services.Single(candidate => candidate.Name == service).Instance;

    private static string Explain(RunRecord run) => $"{run.Verdict?.Reason} {string.Join(" | ", run.Steps.Select(step => $"{step.Id}: {step.State}: {step.Summary} {string.Join(", ", step.Failures)}"))}";

    private async Task<IReadOnlyList<RunRecord>> KeptAsync() =>
        SandboxDriver.Value(await System.Runtime.Parts.UseCases.GetPlanRun.ListAsync(new SandboxId("pr-1"), CancellationToken.None));

    private async Task<RunRecord> RunAsync(string plan) => SandboxDriver.Value(await TryRunAsync(plan)).Record;

    private async Task<Result<RunView>> TryRunAsync(string plan) => await System.Runtime.Parts.UseCases.RunPlan.ExecuteAsync(
        new RunPlanRequest { Caller = await Agent.CallerAsync(), Sandbox = new SandboxId("pr-1"), Inline = plan, Wait = TestTimeouts.Default },
        new Progress<RunView>(),
        CancellationToken.None);
}
