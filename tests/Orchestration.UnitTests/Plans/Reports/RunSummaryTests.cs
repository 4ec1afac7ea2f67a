using System.Text;
using AgentSandbox.Orchestration.Plans.Reports;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reports;

public sealed class RunSummaryTests
{
    [Fact]
    public void PassingRun_IsOneLinePerStep()
    {
        RunSummary.Text(SampleRun.Passing()).Should().Be(
            """
            pass: All 2 steps that ran passed, and a fork was proven to have answered; flaky (failed, then passed): log-says-so.
            plan checkout-contract, sandbox pr-1284, run r-20260304-7f3a, 41.9 s
            - place-order: The fork answered on the path
            - log-says-so: 1 line matches 'ledger committed'
            - place-order: status 201, 64 bytes, application/json
            passed place-order (request 184 ms)
            passed log-says-so (logs flaky 2 tries 1.2 s) Flaky: it failed and passed in try 2. First: no line matched 'ledger committed'.

            """);
    }

    [Fact]
    public void RunningRun_SaysHowFarItIs()
    {
        var run = SampleRun.Running([SampleSteps.Passing(), SampleSteps.Skipped() with { State = StepState.Waiting }]);

        RunSummary.Text(run).Should().StartWith("running: 1 of 2 steps have ended.\n").And.EndWith("waiting notify (check)\n");
    }

    [Theory]
    [InlineData("plain text that goes on and on ")]
    [InlineData("😀")]
    [InlineData("\ud800")]
    public void HugeRun_StaysSmallAndKeepsWhatFailed(string text)
    {
        var words = string.Concat(Enumerable.Repeat(text, 500));
        var steps = Enumerable.Range(0, 1000).Select(i => SampleSteps.Passing() with { Id = $"s{i}", Summary = words, State = i == 900 ? StepState.Failed : StepState.Passed }).ToList();
        var run = SampleRun.Judged(steps, new RunFacts { StaleForks = [words, words, words] }) with { Plan = words, Sandbox = words, Id = words };

        var summary = RunSummary.Text(run);

        Encoding.UTF8.GetByteCount(summary).Should().BeLessThanOrEqualTo(RunSummary.MaxBytes);
        summary.Should().Contain("\nfailed s900 (request").And.MatchRegex(@"\n… \d+ more steps\n$");
    }
}
