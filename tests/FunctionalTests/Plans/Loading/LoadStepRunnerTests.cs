using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps;
using AgentSandbox.Orchestration.Plans.Steps.Loading;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Proof;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.FunctionalTests.Plans.Loading;

public sealed class LoadStepRunnerTests
{
    private static readonly LoadThreshold s_notTwice = new() { Metric = LoadMetric.P50, AtMostRatio = 2 };

    [Fact]
    public async Task MuchSlowerFork_Fails()
    {
        await using var service = await LoadedService.StartAsync(context => LoadedService.AnswerAfterAsync(context, 200));

        var outcome = await RunAsync(new LoadedRun(service), Step(s_notTwice));

        outcome.State.Should().Be(StepState.Failed, outcome.Summary);
        outcome.Failures.Should().ContainSingle().Which.Path.Should().Be("p50 ratio");
    }

    [Fact]
    public async Task IdenticalFork_IsNotCalledSlower()
    {
        await using var service = await LoadedService.StartAsync(context => LoadedService.AnswerAfterAsync(context, 10));

        var outcome = await RunAsync(new LoadedRun(service), Step(s_notTwice));

        outcome.State.Should().NotBe(StepState.Failed, outcome.Summary);
        outcome.MetFork.Should().BeTrue();
    }

    [Fact]
    public async Task BothSides_GetAsManyRequests_TheBaselineWithoutKeyOrTrace()
    {
        await using var service = await LoadedService.StartAsync(context => LoadedService.AnswerAfterAsync(context, 10));

        await RunAsync(new LoadedRun(service), Step(s_notTwice));

        service.Requests.Should().HaveCount(2 * 120).And.NotContain(request => request.EndsWith("traced"));
        service.Requests.Count(request => request.Length == 0).Should().Be(120);
    }

    [Theory]
    [InlineData(ProofVerdict.NotRouted, StepState.Failed)]
    [InlineData(ProofVerdict.NotReached, StepState.Failed)]
    [InlineData(ProofVerdict.Unproven, StepState.Inconclusive)]
    public async Task RequestThatDoesNotMeetTheFork_SendsNoLoad(ProofVerdict verdict, StepState expected)
    {
        await using var service = await LoadedService.StartAsync(context => LoadedService.AnswerAfterAsync(context, 10));

        var outcome = await RunAsync(new LoadedRun(service) { Verdict = verdict }, Step());

        outcome.State.Should().Be(expected);
        outcome.Summary.Contains("This tested the baseline").Should().Be(expected == StepState.Failed);
        service.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task LoadThatTheRoutersSawNoForkAnswer_Fails()
    {
        await using var service = await LoadedService.StartAsync(context => LoadedService.AnswerAfterAsync(context, 10));

        var outcome = await RunAsync(new LoadedRun(service) { Counted = 7 }, Step());

        outcome.State.Should().Be(StepState.Failed);
        outcome.Summary.Should().StartWith("This tested the baseline");
        outcome.MetFork.Should().BeFalse();
    }

    [Theory]
    [InlineData(0, false, "No load may reach the baseline here")]
    [InlineData(59, false, "would get 60 requests per second and may get 59")]
    [InlineData(119, true, "would get 120 requests per second and may get 119")]
    public async Task BaselineOverItsCap_IsInconclusiveAndNamesTheSetting(double cap, bool passesBaseline, string reason)
    {
        await using var service = await LoadedService.StartAsync(context => LoadedService.AnswerAfterAsync(context, 10));

        var outcome = await RunAsync(new LoadedRun(service) { MaxBaselineRate = cap, PassesBaseline = passesBaseline }, Step());

        outcome.State.Should().Be(StepState.Inconclusive);
        outcome.Summary.Should().Contain(reason).And.Contain(LoadStepRunner.BaselineRateSetting);
        service.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task NoWayForLoad_IsInconclusiveWithItsCode_AndNothingIsSent()
    {
        await using var service = await LoadedService.StartAsync(context => LoadedService.AnswerAfterAsync(context, 10));
        var reason = new SandboxFailure { Code = FailureCodes.LoadNotDirect, Category = FailureCategory.Environment, Message = "There is only a port-forward.", Hint = "Run it inside." };

        var outcome = await RunAsync(new LoadedRun(service) { NoWayForLoad = reason }, Step());

        outcome.State.Should().Be(StepState.Inconclusive);
        outcome.Evidence[0].Title.Should().StartWith(FailureCodes.LoadNotDirect);
        outcome.Evidence[0].Lines.Should().Contain("Run it inside.");
        service.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task SandboxAlone_NeedsNoCap()
    {
        await using var service = await LoadedService.StartAsync(context => LoadedService.AnswerAfterAsync(context, 10));

        var outcome = await RunAsync(new LoadedRun(service) { MaxBaselineRate = 0 }, Step() with { MeasureBaseline = false });

        outcome.State.Should().Be(StepState.Passed, outcome.Summary);
        service.Requests.Should().HaveCount(120).And.OnlyContain(request => request == "run-key");
    }

    [Fact]
    public async Task ChangingMethod_NeedsConsent()
    {
        await using var service = await LoadedService.StartAsync(context => LoadedService.AnswerAfterAsync(context, 10));
        var step = Step();

        var refused = await RunAsync(new LoadedRun(service), step with { Request = step.Request with { Method = "POST" } });
        var agreed = await RunAsync(new LoadedRun(service), step with { Request = step.Request with { Method = "POST" }, Mutates = true });

        refused.State.Should().Be(StepState.Failed);
        refused.IsFinal.Should().BeTrue();
        refused.Summary.Should().Contain("mutates: true");
        agreed.State.Should().Be(StepState.Passed, agreed.Summary);
    }

    [Fact]
    public async Task MeasuringLongerThanTheTimeout_IsRefused()
    {
        await using var service = await LoadedService.StartAsync(context => LoadedService.AnswerAfterAsync(context, 10));

        var outcome = await RunAsync(new LoadedRun(service), Step() with { Timeout = TimeSpan.FromSeconds(1) });

        outcome.Summary.Should().Contain("raise 'timeout'");
        service.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task ServiceThatResets_FailsByItsErrors() => await FailsByErrorsAsync(
        context =>
        {
            context.Abort();
            return Task.CompletedTask;
        },
        "connection failed");

    [Fact]
    public async Task ServiceThatAnswers500AtOnce_FailsByItsErrors() => await FailsByErrorsAsync(
        context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        },
        "status 500");

    [Fact]
    public async Task ServiceThatNeverAnswers_FailsByItsErrors() =>
        await FailsByErrorsAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted), "no answer in time");

    [Fact]
    public async Task ServiceThatStreamsForEver_IsReadToItsLimitOnly() =>
        await FailsByErrorsAsync(LoadedService.StreamForEverAsync, "body too large");

    [Fact]
    public async Task Cancellation_EndsItAtOnceAlsoWithUnansweredRequests()
    {
        using var cancellation = new CancellationTokenSource();
        await using var service = await LoadedService.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var run = new LoadedRun(service) { OnReport = activity => { if (activity.StartsWith("sent")) { cancellation.Cancel(); } } };

        var running = new LoadStepRunner().RunAsync(Step() with { Duration = TimeSpan.FromMinutes(10), Timeout = TimeSpan.FromHours(1) }, run, cancellation.Token);

        await running.Awaiting(task => task.WaitAsync(TestTimeouts.Default)).Should().ThrowAsync<OperationCanceledException>();
        run.Reports.Should().Contain(activity => activity.StartsWith("sent"));
    }

    private static async Task FailsByErrorsAsync(Func<HttpContext, Task> fork, string problem)
    {
        await using var service = await LoadedService.StartAsync(fork);

        var outcome = await RunAsync(new LoadedRun(service), Step(new LoadThreshold { Metric = LoadMetric.P50, AtMost = 60_000 }));

        outcome.State.Should().Be(StepState.Failed, outcome.Summary);
        outcome.Failures.Should().Contain(failure => failure.Path == "errorRate");
        outcome.Evidence[0].Lines.Should().Contain(line => line.StartsWith("100 of 100 requests to the sandbox were errors") && line.Contains(problem));
    }

    private static Task<StepOutcome> RunAsync(LoadedRun run, LoadStep step) =>
        new LoadStepRunner(new GeneratorOptions { RequestTimeout = TimeSpan.FromSeconds(5), MaxBodyBytes = 20_000, ProgressInterval = TimeSpan.FromMilliseconds(50) })
            .RunAsync(step, run, CancellationToken.None);

    private static LoadStep Step(params LoadThreshold[] thresholds) => new()
    {
        Id = "load",
        Request = new RequestTemplate { Service = new PlanTemplate("orders", []), Path = new PlanTemplate("/", []) },
        Rate = 60,
        WarmUp = TimeSpan.FromSeconds(20 / 60.0),
        Duration = TimeSpan.FromSeconds(100 / 60.0),
        Thresholds = thresholds,
    };
}
