using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Verdicts;

/// <summary>The words of a verdict: one sentence, of bounded length however large the plan is.</summary>
internal static class VerdictReason
{
    private const int MaxNames = 3;
    private const int MaxWords = 240;

    public static string Lost(string reason, List<StepResult> failed) =>
        $"The run did not come to its end: {Short(reason)}{Before(failed)}";

    public static string ForksChanged(IReadOnlyList<string> changes, List<StepResult> failed) =>
        $"What was tested is not what was pinned, because forks changed while the plan ran ({Names(changes, "; ")}){Before(failed)}";

    public static string BaselineRestarted(IReadOnlyList<string> services, List<StepResult> failed) =>
        $"The baseline was not the same all the time, because services were started anew while the plan ran ({Names(services)}){Before(failed)}";

    public static string Failed(List<StepResult> failed, List<StepResult> undecided, int all) =>
        $"{failed.Count} of {all} steps failed: {Names(failed)}{(undecided.Count > 0 ? $"; {undecided.Count} decided nothing: {Names(undecided)}" : "")}";

    public static string Undecided(List<StepResult> undecided, int all) => $"{undecided.Count} of {all} steps decided nothing: {Names(undecided)}";

    public static string NothingChecked(List<StepResult> skipped) => skipped.Count > 0
        ? $"Nothing was checked, because every step was skipped: {Names(skipped)}"
        : "Nothing was checked, because the plan has no step that counts";

    public static string ForkStepsSkipped(List<StepResult> skipped) =>
        $"No step met a fork, because those that would have were skipped: {Names(skipped)}";

    public static string OnlyBaseline() => "No step met a fork although the plan needs one: this tested the baseline";

    public static string Passed(List<StepResult> passed, List<StepResult> skipped, bool needsFork)
    {
        var count = passed.Count == 1 ? "The only step that ran passed" : $"All {passed.Count} steps that ran passed";
        var proof = needsFork || passed.Any(step => step.MetFork)
            ? ", and a fork was proven to have answered"
            : "; none of them had to meet a fork";
        return $"{count}{proof}{(skipped.Count > 0 ? $"; {skipped.Count} skipped: {Names(skipped)}" : "")}";
    }

    /// <summary>What does not change the verdict and must be known by whoever relies on it.</summary>
    public static IEnumerable<string> Mentions(RunFacts facts, IReadOnlyList<StepResult> steps)
    {
        var flaky = steps.Where(step => step is { IsFlaky: true, IsCleanup: false }).ToList();
        if (flaky.Count > 0)
        {
            yield return $"flaky (failed, then passed): {Names(flaky)}";
        }

        if (facts.StaleForks.Count > 0)
        {
            yield return $"stale (the tree has changed since the deploy): {Names(facts.StaleForks)}";
        }

        var cleanup = steps.Where(step => step is { IsCleanup: true, State: not (StepState.Passed or StepState.Skipped) }).ToList();
        if (cleanup.Count > 0)
        {
            yield return $"clean-up did not pass: {Names(cleanup)}";
        }
    }

    public static string Sentence(string reason, IEnumerable<string> mentions) => string.Join("; ", mentions.Prepend(reason)) + ".";

    /// <summary>In one line and bounded; the full stop of a whole sentence is taken off, since it goes into another.</summary>
    public static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return line.Length <= MaxWords ? line : line[..(char.IsHighSurrogate(line[MaxWords - 2]) ? MaxWords - 2 : MaxWords - 1)] + "…";
    }

    private static string Before(List<StepResult> failed) =>
        failed.Count > 0 ? $"; these steps failed all the same and may say why: {Names(failed)}" : "";

    private static string Names(List<StepResult> steps) => Names([.. steps.Select(step => step.Id)]);

    private static string Names(IReadOnlyList<string> names, string separator = ", ") =>
        string.Join(separator, names.Take(MaxNames).Select(Short)) + (names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "");
}
