using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;
using static AgentSandbox.Orchestration.UnitTests.Plans.Verdicts.Runs;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Verdicts;

/// <summary>What holds for every run of up to three steps in every state, with every combination of facts: all are tried.</summary>
public sealed class VerdictPropertyTests
{
    private static readonly RunFacts[] s_facts =
    [
        .. from lost in new[] { null, "cancelled" }
           from changed in new string[][] { [], ["orders"] }
           from restarted in new string[][] { [], ["mail"] }
           from needsFork in new[] { false, true }
           select new RunFacts { LostReason = lost, ChangedForks = changed, RestartedServices = restarted, NeedsFork = needsFork },
    ];

    private static readonly List<StepResult[]> s_runs = Combinations();

    [Fact]
    public void AddingAFailedStep_NeverPassesAndNeverTakesAFailureBack() => NoneOf(run =>
    {
        var with = VerdictFunction.Decide(run.Facts, [.. run.Steps, Failed("added")]).Verdict;
        return with == Verdict.Pass || (run.Decided == Verdict.Fail && with != Verdict.Fail);
    });

    [Fact]
    public void AddingAStepThatDecidesNothing_NeverPasses() =>
        NoneOf(run => VerdictFunction.Decide(run.Facts, [.. run.Steps, Step("added", StepState.Inconclusive)]).Verdict == Verdict.Pass);

    [Fact]
    public void CleanupInAnyState_NeverChangesVerdictOrTelling() => NoneOf(run => run.Steps.Length < 3 && Enum.GetValues<StepState>().Any(state =>
    {
        var with = VerdictFunction.Decide(run.Facts, [.. run.Steps, Cleanup("added", state) with { MetFork = true, Evidence = [Text("clean-up", 100)] }]);
        return with.Verdict != run.Decided || with.Telling.Any(telling => telling.Step == "added");
    }));

    [Fact]
    public void Order_NeverChangesTheVerdict() => NoneOf(run => VerdictFunction.Decide(run.Facts, [.. run.Steps.Reverse()]).Verdict != run.Decided);

    [Fact]
    public void FlakyAndStale_NeverChangeTheVerdict() => NoneOf(run =>
        VerdictFunction.Decide(run.Facts with { StaleForks = ["orders"] }, [.. run.Steps.Select(step => step with { IsFlaky = true })]).Verdict != run.Decided);

    [Fact]
    public void LostOrMixedUpRuns_AreAlwaysInconclusive() => NoneOf(run =>
        (run.Facts.LostReason is not null || run.Facts.ChangedForks.Count + run.Facts.RestartedServices.Count > 0) && run.Decided != Verdict.Inconclusive);

    [Fact]
    public void Pass_MeansThatSomethingPassedNothingIsOpenAndTheForkWasMet()
    {
        var passes = All().Where(run => run.Decided == Verdict.Pass).ToList();

        passes.Should().NotBeEmpty();
        passes.All(run => run.Steps.Any(step => step.State == StepState.Passed)
            && run.Steps.All(step => step.State is StepState.Passed or StepState.Skipped)
            && (!run.Facts.NeedsFork || run.Steps.Any(step => step.MetFork))).Should().BeTrue();
    }

    [Fact]
    public void Fail_MeansThatAStepFailedOrNoForkWasMet()
    {
        var fails = All().Where(run => run.Decided == Verdict.Fail).ToList();

        fails.All(run => run.Steps.Any(step => step.State == StepState.Failed) || (run.Facts.NeedsFork && !run.Steps.Any(step => step.MetFork))).Should().BeTrue();
        fails.Any(run => run.Steps.All(step => step.State == StepState.Passed)).Should().BeTrue();
    }

    private static void NoneOf(Func<(RunFacts Facts, StepResult[] Steps, Verdict Decided), bool> isWrong) => All().Where(isWrong).Take(3).Should().BeEmpty();

    private static IEnumerable<(RunFacts Facts, StepResult[] Steps, Verdict Decided)> All() =>
        from facts in s_facts
        from steps in s_runs
        let decided = VerdictFunction.Decide(facts, steps)
        select Checked(facts, steps, decided);

    private static (RunFacts Facts, StepResult[] Steps, Verdict Decided) Checked(RunFacts facts, StepResult[] steps, RunVerdict decided)
    {
        if (decided.Telling.Count > 3 || !decided.Reason.EndsWith('.') || decided.Reason.Contains('\n', StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"No verdict is like this: {decided}");
        }

        return (facts, steps, decided.Verdict);
    }

    private static List<StepResult[]> Combinations()
    {
        var kinds = Enum.GetValues<StepState>().SelectMany(state => new[] { true, false }, (state, met) => (state, met)).ToList();
        List<StepResult[]> all = [[]];
        List<StepResult[]> last = [[]];
        for (var length = 1; length <= 3; length++)
        {
            last = [.. from steps in last from kind in kinds select steps.Append(Step($"s{steps.Length}", kind.state) with { MetFork = kind.met }).ToArray()];
            all.AddRange(last);
        }

        return all;
    }
}
