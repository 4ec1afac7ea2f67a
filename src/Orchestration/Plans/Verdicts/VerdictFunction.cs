using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Verdicts;

/// <summary>The one pure function from the results of the steps to the verdict.</summary>
/// <remarks>
/// The first rule that applies decides; <c>docs/reference/verdicts.md</c> has them as a table and says why they stand in this order.
/// Clean-up steps never take part: they are mentioned.
/// </remarks>
public static class VerdictFunction
{
    /// <summary>Decides.</summary>
    /// <param name="facts">What is known beside the steps.</param>
    /// <param name="steps">The results, clean-up included.</param>
    public static RunVerdict Decide(RunFacts facts, IReadOnlyList<StepResult> steps)
    {
        var judged = steps.Where(step => !step.IsCleanup).ToList();
        var failed = Of(judged, StepState.Failed);
        var undecided = Of(judged, StepState.Inconclusive, StepState.Waiting, StepState.Running);
        var skipped = Of(judged, StepState.Skipped);
        var passed = Of(judged, StepState.Passed);
        var missedFork = facts.NeedsFork && !judged.Any(step => step.MetFork);
        var (verdict, reason) = 0 switch
        {
            _ when facts.LostReason is { } lost => (Verdict.Inconclusive, VerdictReason.Lost(lost, failed)),
            _ when facts.ChangedForks.Count > 0 => (Verdict.Inconclusive, VerdictReason.ForksChanged(facts.ChangedForks, failed)),
            _ when facts.RestartedServices.Count > 0 => (Verdict.Inconclusive, VerdictReason.BaselineRestarted(facts.RestartedServices, failed)),
            _ when failed.Count > 0 => (Verdict.Fail, VerdictReason.Failed(failed, undecided, judged.Count)),
            _ when undecided.Count > 0 => (Verdict.Inconclusive, VerdictReason.Undecided(undecided, judged.Count)),
            _ when passed.Count == 0 => (Verdict.Inconclusive, VerdictReason.NothingChecked(skipped)),
            _ when missedFork && skipped.Count > 0 => (Verdict.Inconclusive, VerdictReason.ForkStepsSkipped(skipped)),
            _ when missedFork => (Verdict.Fail, VerdictReason.OnlyBaseline()),
            _ => (Verdict.Pass, VerdictReason.Passed(passed, skipped, facts.NeedsFork)),
        };
        return new RunVerdict(verdict, VerdictReason.Sentence(reason, VerdictReason.Mentions(facts, steps)), TellingSelection.Of(judged));
    }

    private static List<StepResult> Of(List<StepResult> steps, params StepState[] states) =>
        [.. steps.Where(step => states.Contains(step.State))];
}
