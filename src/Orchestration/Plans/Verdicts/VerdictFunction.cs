using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Verdicts;

/// <summary>The one pure function from the results of the steps to the verdict.</summary>
public static class VerdictFunction
{
    private const int MaxTelling = 3;

    /// <summary>Decides.</summary>
    /// <param name="facts">What is known beside the steps.</param>
    /// <param name="steps">The results, clean-up included.</param>
    public static RunVerdict Decide(RunFacts facts, IReadOnlyList<StepResult> steps)
    {
        var judged = steps.Where(step => !step.IsCleanup).ToList();
        var failed = judged.Where(step => step.State == StepState.Failed).ToList();
        var undecided = judged.Where(step => step.State is StepState.Inconclusive or StepState.Waiting or StepState.Running).ToList();
        var (verdict, reason) = 0 switch
        {
            _ when facts.LostReason is { } lost => (Verdict.Inconclusive, $"The run did not come to its end: {lost}."),
            _ when facts.ChangedForks.Count > 0 => (Verdict.Inconclusive, $"The forks changed while the plan ran: {string.Join("; ", facts.ChangedForks)}."),
            _ when facts.RestartedServices.Count > 0 => (Verdict.Inconclusive, $"Baseline services were started anew while the plan ran: {string.Join(", ", facts.RestartedServices)}."),
            _ when failed.Count > 0 => (Verdict.Fail, $"{failed.Count} of {judged.Count} steps failed: {string.Join(", ", failed.Select(step => step.Id))}."),
            _ when undecided.Count > 0 => (Verdict.Inconclusive, $"{undecided.Count} of {judged.Count} steps decide nothing: {string.Join(", ", undecided.Select(step => step.Id))}."),
            _ when judged.All(step => step.State == StepState.Skipped) => (Verdict.Inconclusive, "Every step was skipped."),
            _ when facts.NeedsFork && !judged.Any(step => step.MetFork) => (Verdict.Fail, "No step met a fork: this tested the baseline."),
            _ => (Verdict.Pass, $"All {judged.Count(step => step.State == StepState.Passed)} steps passed, and the fork was proven to have answered."),
        };
        return new RunVerdict(verdict, reason, Telling(judged));
    }

    private static List<TellingEvidence> Telling(List<StepResult> steps) =>
    [
        .. steps.SelectMany(step => step.Evidence.Select(evidence => (step.Id, evidence)))
            .OrderByDescending(pair => pair.evidence.Weight)
            .Take(MaxTelling)
            .Select(pair => new TellingEvidence(pair.Id, pair.evidence.Title)),
    ];
}
