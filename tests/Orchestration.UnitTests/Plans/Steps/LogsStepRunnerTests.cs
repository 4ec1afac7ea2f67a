using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Logging;
using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Steps;

public sealed class LogsStepRunnerTests
{
    private static readonly LogCursor s_cursor = new(new Dictionary<string, long[]>(), onlyThese: false);

    [Fact]
    public async Task MissingLine_IsWaitedFor()
    {
        var outcome = await Run([new LogClaim { Contains = Text("PAID order 7") }], Page("started"), Page("started", "paid order 7"));

        outcome.State.Should().Be(StepState.Passed);
        outcome.Output!.Value.GetProperty("matches")[0].GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task LineThatNeverComes_Fails()
    {
        var outcome = await Run([new LogClaim { Contains = Text("paid") }], Page("started"));

        outcome.State.Should().Be(StepState.Failed);
        outcome.Failures.Should().ContainSingle().Which.ToString().Should().Be("entries that contain \"paid\": expected at least 1, found none");
    }

    [Fact]
    public async Task LineTooMany_IsSeenAlsoWhenItComesLate()
    {
        var outcome = await Run([new LogClaim { Level = LogLevelFilter.Error, AtLeast = 0, AtMost = 0 }], Page("fine"), Page("fine", "ERROR it broke"));

        outcome.State.Should().Be(StepState.Failed);
        outcome.Failures.Should().ContainSingle().Which.ToString().Should().Be("entries of level error: expected none, found 1, such as \"ERROR it broke\"");
    }

    [Fact]
    public async Task EntryOfSeveralLines_CountsOnce()
    {
        var page = Page("System.InvalidOperationException: no", "   at A.Error()", "   at B.Error()", "done");

        var outcome = await Run([new LogClaim { Matches = "Error", AtLeast = 1, AtMost = 1 }, new LogClaim { Matches = "^   at B", AtLeast = 1 }], page);

        outcome.State.Should().Be(StepState.Passed, outcome.Summary);
    }

    [Fact]
    public async Task LongerLogThanIsRead_DecidesOnlyWhatItCan()
    {
        var longer = Page("error") with { Older = s_cursor };

        var tooFew = await Run([new LogClaim { Contains = Text("started") }], longer);
        var atMost = await Run([new LogClaim { Contains = Text("error"), AtLeast = 0, AtMost = 1 }], longer);
        var tooMany = await Run([new LogClaim { Contains = Text("error"), AtLeast = 0, AtMost = 0 }], longer);
        var enough = await Run([new LogClaim { Contains = Text("error") }], longer);

        new[] { tooFew, atMost, tooMany, enough }.Select(outcome => outcome.State).Should()
            .Equal(StepState.Inconclusive, StepState.Inconclusive, StepState.Failed, StepState.Passed);
    }

    [Fact]
    public async Task PatternWithBackReference_FailsForGood()
    {
        var outcome = await Run([new LogClaim { Matches = @"(a)\1" }], Page("aa"));

        (outcome.State, outcome.IsFinal).Should().Be((StepState.Failed, true));
    }

    [Fact]
    public async Task BuildOutput_IsNotTheForksWord()
    {
        var page = Page("x") with { Lines = [new LogLine(DateTimeOffset.UnixEpoch, "orders", LogStream.Build, 1, "warning: x", false)] };

        var outcome = await Run([new LogClaim { Level = LogLevelFilter.Warn, AtLeast = 0, AtMost = 0 }], page);

        outcome.State.Should().Be(StepState.Passed);
    }

    private static PlanTemplate Text(string text) => new(text, []);

    private static LogPage Page(params string[] lines) =>
        new([.. lines.Select(line => new LogLine(DateTimeOffset.UnixEpoch, "orders", LogStream.Run, 1, line, line.StartsWith(' ')))], null, s_cursor);

    private static Task<StepOutcome> Run(LogClaim[] claims, params LogPage[] pages)
    {
        var services = new ScriptedServices();
        foreach (var page in pages)
        {
            services.Logs.Enqueue(page);
        }

        var step = new LogsStep { Id = "l", Claims = claims, Within = TimeSpan.FromMilliseconds(pages.Length > 1 ? 450 : 1) };
        return new LogsStepRunner().RunAsync(step, services, CancellationToken.None);
    }
}
