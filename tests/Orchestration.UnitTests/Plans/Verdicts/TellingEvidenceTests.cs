using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;
using static AgentSandbox.Orchestration.UnitTests.Plans.Verdicts.Runs;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Verdicts;

public sealed class TellingEvidenceTests
{
    [Fact]
    public void Weight_DecidesAndThreeAreKept()
    {
        Telling(
            Step("a", StepState.Passed, Text("ten", 10), Text("fifty", 50)),
            Step("b", StepState.Failed, Text("ninety", 90), Text("hundred", 100), Text("eighty", 80)))
            .Should().Equal("b: hundred", "b: ninety", "b: eighty");
    }

    [Fact]
    public void EqualWeight_TellsFailedThenUndecidedThenOthers()
    {
        Telling(
            Step("a", StepState.Passed, Text("passed", 90)),
            Step("b", StepState.Inconclusive, Text("undecided", 90)),
            Step("c", StepState.Failed, Text("failed", 90)))
            .Should().Equal("c: failed", "b: undecided", "a: passed");
    }

    [Fact]
    public void EqualWeight_TellsOnePieceOfEveryStepBeforeSecondOnes()
    {
        Telling(
            Step("a", StepState.Failed, Text("1", 90), Text("2", 90)),
            Step("b", StepState.Failed, Text("3", 90)))
            .Should().Equal("a: 1", "b: 3", "a: 2");
    }

    [Fact]
    public void EqualWeight_TellsAStepsBestPieceBeforeWhatIsSecondElsewhere()
    {
        Telling(
            Step("a", StepState.Failed, Text("second", 90), Text("first", 100)),
            Step("b", StepState.Failed, Text("only", 90)))
            .Should().Equal("a: first", "b: only", "a: second");
    }

    [Fact]
    public void FailedStepWithoutEvidence_TellsItsFirstClaimOrSummary()
    {
        Telling(
            Step("a", StepState.Passed, Text("plain", 89)),
            Failed("b"),
            Failed("c") with { Failures = [new ClaimFailure("status", "200", "500"), new ClaimFailure("x", "y", "z")] })
            .Should().Equal("b: Summary of b", "c: status: expected 200, found 500", "a: plain");
    }

    [Fact]
    public void FailedStepWithOneClaim_TellsTheClaimAndNotTheSummary() =>
        Telling(Failed("a") with { Failures = [new ClaimFailure("status", "200", "500")] }).Should().Equal("a: status: expected 200, found 500");

    [Fact]
    public void FailedStepWithGraveEvidence_DoesNotTellItsSummary()
    {
        Telling(Step("a", StepState.Failed, Text("no proof", 90))).Should().Equal("a: no proof");
    }

    [Fact]
    public void UndecidedStepWithoutEvidence_TellsItsSummaryAboveWarnings()
    {
        Telling(
            Step("a", StepState.Inconclusive, Text("warning", 50)),
            Step("b", StepState.Passed, Text("other", 61)),
            Step("c", StepState.Passed, Text("less", 59)))
            .Should().Equal("b: other", "a: Summary of a", "c: less");
        Telling(Step("a", StepState.Inconclusive, Text("noise", 60))).Should().Equal("a: noise");
    }

    [Fact]
    public void PassedAndSkippedSteps_AreToldByTheirEvidenceAlone()
    {
        Telling(Passed("a"), Skipped("b"), Step("c", StepState.Running)).Should().BeEmpty();
    }

    [Fact]
    public void CleanupAndEmptyAndRepeatedEvidence_AreLeftOut()
    {
        Telling(
            Step("a", StepState.Passed, Text("same", 10), Text("same", 10), Text(" ", 99), Text("other", 5)),
            Cleanup("z", StepState.Failed))
            .Should().Equal("a: same", "a: other");
    }

    [Fact]
    public void LongEvidence_IsOneShortLine()
    {
        Telling(Step("a", StepState.Passed, Text("x\n" + new string('y', 1000), 10))).Single().Should().HaveLength("a: ".Length + 240).And.StartWith("a: x yyy");
    }

    private static IEnumerable<string> Telling(params StepResult[] steps) =>
        VerdictFunction.Decide(new RunFacts(), steps).Telling.Select(telling => $"{telling.Step}: {telling.Text}");
}
