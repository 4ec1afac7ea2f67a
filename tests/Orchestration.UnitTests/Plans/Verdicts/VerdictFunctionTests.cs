using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;
using static AgentSandbox.Orchestration.UnitTests.Plans.Verdicts.Runs;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Verdicts;

public sealed class VerdictFunctionTests
{
    private static readonly RunFacts s_needsFork = new() { NeedsFork = true };

    public static TheoryData<string, RunFacts, StepResult[], Verdict, string> Rules => new()
    {
        { "lost", new() { LostReason = "the run was cancelled" }, [Passed("a")], Verdict.Inconclusive, "The run did not come to its end: the run was cancelled." },
        { "lost without steps", new() { LostReason = "host lost." }, [], Verdict.Inconclusive, "The run did not come to its end: host lost." },
        { "lost comes before all else", new() { LostReason = "gone", ChangedForks = ["x"], RestartedServices = ["y"] }, [Failed("a")], Verdict.Inconclusive, "The run did not come to its end: gone; these steps failed all the same and may say why: a." },
        { "fork changed", new() { ChangedForks = ["orders went from revision 1 to 2", "b is gone"], RestartedServices = ["y"] }, [Passed("a")], Verdict.Inconclusive, "What was tested is not what was pinned, because forks changed while the plan ran (orders went from revision 1 to 2; b is gone)." },
        { "fork changed, step failed", new() { ChangedForks = ["x"] }, [Failed("a"), Passed("b")], Verdict.Inconclusive, "What was tested is not what was pinned, because forks changed while the plan ran (x); these steps failed all the same and may say why: a." },
        { "baseline restarted", new() { RestartedServices = ["payments", "mail"] }, [Passed("a")], Verdict.Inconclusive, "The baseline was not the same all the time, because services were started anew while the plan ran (payments, mail)." },
        { "baseline restarted, step failed", new() { RestartedServices = ["mail"] }, [Failed("a")], Verdict.Inconclusive, "The baseline was not the same all the time, because services were started anew while the plan ran (mail); these steps failed all the same and may say why: a." },
        { "failed", s_needsFork, [Passed("a"), Failed("b")], Verdict.Fail, "1 of 2 steps failed: b." },
        { "failed comes before inconclusive", s_needsFork, [Step("a", StepState.Inconclusive), Failed("b"), Failed("c")], Verdict.Fail, "2 of 3 steps failed: b, c; 1 decided nothing: a." },
        { "many failed", s_needsFork, [Failed("a"), Failed("b"), Failed("c"), Failed("d"), Failed("e")], Verdict.Fail, "5 of 5 steps failed: a, b, c and 2 more." },
        { "as many failed as are named", s_needsFork, [Failed("a"), Failed("b"), Failed("c")], Verdict.Fail, "3 of 3 steps failed: a, b, c." },
        { "inconclusive", s_needsFork, [Passed("a"), Step("b", StepState.Inconclusive)], Verdict.Inconclusive, "1 of 2 steps decided nothing: b." },
        { "never ended", s_needsFork, [Passed("a"), Step("b", StepState.Running), Step("c", StepState.Waiting)], Verdict.Inconclusive, "2 of 3 steps decided nothing: b, c." },
        { "all skipped", new(), [Skipped("a"), Skipped("b")], Verdict.Inconclusive, "Nothing was checked, because every step was skipped: a, b." },
        { "the only step skipped", new(), [Skipped("a")], Verdict.Inconclusive, "Nothing was checked, because every step was skipped: a." },
        { "no steps", s_needsFork, [], Verdict.Inconclusive, "Nothing was checked, because the plan has no step that counts." },
        { "only clean-up", new(), [Cleanup("z", StepState.Passed)], Verdict.Inconclusive, "Nothing was checked, because the plan has no step that counts." },
        { "baseline alone", s_needsFork, [Missed("a"), Missed("b")], Verdict.Fail, "No step met a fork although the plan needs one: this tested the baseline." },
        { "baseline alone, clean-up met the fork", s_needsFork, [Missed("a"), Cleanup("z", StepState.Passed)], Verdict.Fail, "No step met a fork although the plan needs one: this tested the baseline." },
        { "fork steps skipped", s_needsFork, [Missed("a"), Skipped("b")], Verdict.Inconclusive, "No step met a fork, because those that would have were skipped: b." },
        { "passed", s_needsFork, [Passed("a"), Missed("b")], Verdict.Pass, "All 2 steps that ran passed, and a fork was proven to have answered." },
        { "one passed", s_needsFork, [Passed("a")], Verdict.Pass, "The only step that ran passed, and a fork was proven to have answered." },
        { "passed, fork not needed and met", new(), [Passed("a"), Missed("b")], Verdict.Pass, "All 2 steps that ran passed, and a fork was proven to have answered." },
        { "passed, fork not needed", new(), [Missed("a")], Verdict.Pass, "The only step that ran passed; none of them had to meet a fork." },
        { "passed, some skipped", s_needsFork, [Passed("a"), Skipped("b")], Verdict.Pass, "The only step that ran passed, and a fork was proven to have answered; 1 skipped: b." },
        { "flaky", s_needsFork, [Passed("a") with { IsFlaky = true }], Verdict.Pass, "The only step that ran passed, and a fork was proven to have answered; flaky (failed, then passed): a." },
        { "stale", s_needsFork with { StaleForks = ["orders"] }, [Passed("a")], Verdict.Pass, "The only step that ran passed, and a fork was proven to have answered; stale (the tree has changed since the deploy): orders." },
        { "clean-up failed", s_needsFork, [Passed("a"), Cleanup("z", StepState.Failed)], Verdict.Pass, "The only step that ran passed, and a fork was proven to have answered; clean-up did not pass: z." },
        { "clean-up did not end", s_needsFork, [Passed("a"), Cleanup("z", StepState.Running)], Verdict.Pass, "The only step that ran passed, and a fork was proven to have answered; clean-up did not pass: z." },
        { "clean-up flaky and skipped", s_needsFork, [Passed("a"), Cleanup("y", StepState.Passed) with { IsFlaky = true }, Cleanup("z", StepState.Skipped)], Verdict.Pass, "The only step that ran passed, and a fork was proven to have answered." },
        { "mentions beside a failure", s_needsFork with { StaleForks = ["x"] }, [Failed("a"), Passed("b") with { IsFlaky = true }, Cleanup("z", StepState.Failed)], Verdict.Fail, "1 of 2 steps failed: a; flaky (failed, then passed): b; stale (the tree has changed since the deploy): x; clean-up did not pass: z." },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_GivesItsVerdictAndReason(string rule, RunFacts facts, StepResult[] steps, Verdict expected, string reason)
    {
        var decided = VerdictFunction.Decide(facts, steps);

        decided.Verdict.Should().Be(expected, rule);
        decided.Reason.Should().Be(reason, rule);
    }

    [Fact]
    public void ReasonFromOutside_StaysOneShortLine()
    {
        var decided = VerdictFunction.Decide(new RunFacts { LostReason = "boom\n\tat\r\nX. " + new string('x', 5000) }, []);

        decided.Reason.Should().StartWith("The run did not come to its end: boom at X. xxx").And.EndWith("xxx….").And.NotContain("\n");
        decided.Reason.Should().HaveLength("The run did not come to its end: ".Length + 240 + 1);
    }

    [Theory]
    [InlineData(240, "")]
    [InlineData(241, "…")]
    public void ReasonFromOutside_IsCutOnlyWhenItIsTooLong(int length, string end) =>
        VerdictFunction.Decide(new RunFacts { LostReason = new string('x', length) }, []).Reason.Should().EndWith($"x{end}.");

    [Fact]
    public void CutOfReason_LeavesCharactersWhole()
    {
        var decided = VerdictFunction.Decide(new RunFacts { LostReason = new string('x', 238) + "😀😀" }, []);

        decided.Reason.Should().Be($"The run did not come to its end: {new string('x', 238)}….");
    }
}
