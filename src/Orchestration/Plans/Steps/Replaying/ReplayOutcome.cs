using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Comparison;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Plans.Steps.Requests;

namespace AgentSandbox.Orchestration.Plans.Steps.Replaying;

/// <summary>What a replay as a whole found.</summary>
internal static class ReplayOutcome
{
    private const int MaxLines = 40;

    public static StepOutcome Of(ReplayStep step, ReplayTally tally, IStepServices services)
    {
        var failing = tally.Differences.Where(difference => difference.Standing == DifferenceStanding.Counts && step.Rules.FailOn.Contains(difference.Class)).ToList();
        List<ClaimFailure> failures = [.. tally.Unanswered, .. DifferenceEvidence.Failures(failing)];
        var counts = DifferenceEvidence.Count(tally.Counts);
        var summary = $"{tally.Replayed} of {tally.Requests} recorded requests replayed: {counts}";
        var unmet = Unmet(tally, services);
        var state = failures.Count > 0 || unmet?.State == StepState.Failed ? StepState.Failed
            : unmet is not null || tally.Partial > 0 ? StepState.Inconclusive
            : StepState.Passed;
        return new StepOutcome
        {
            State = state,
            Summary = (unmet, failures.Count) switch
            {
                ({ State: StepState.Failed }, _) => unmet.Summary,
                (_, > 0) => $"{summary}; {failures[0]}",
                ({ } open, _) => open.Summary,
                _ when tally.Partial > 0 => $"{summary}; {tally.Partial} bodies are known only in part and were not compared.",
                _ => summary + ".",
            },
            Failures = [.. unmet?.Failures ?? [], .. failures],
            Evidence = [.. unmet?.Evidence ?? [], .. Evidence(tally, failing, counts, services)],
            Output = JsonSerializer.SerializeToElement(new JsonObject
            {
                ["requests"] = tally.Requests,
                ["replayed"] = tally.Replayed,
                ["skipped"] = tally.Skipped.Count,
                ["differences"] = JsonNode.Parse(DifferenceEvidence.Data(Sorted(tally)).GetRawText()),
            }),
            MetFork = tally.Met is not null,
        };
    }

    /// <summary>One request that met the fork is enough: recorded traffic touches what was not forked too.</summary>
    private static StepOutcome? Unmet(ReplayTally tally, IStepServices services) => tally switch
    {
        { Met: not null } => null,
        { NotMet: { } proof, Unproven: 0 } => MetForkCheck.Outcome(proof, services.Redact),
        { Replayed: 0, Unanswered.Count: 0 } => new StepOutcome { State = StepState.Inconclusive, Summary = $"None of the {tally.Requests} recorded requests was replayed." },
        { Replayed: 0 } => null,
        _ => MetForkCheck.Outcome(null, services.Redact),
    };

    private static IEnumerable<Evidence> Evidence(ReplayTally tally, List<Difference> failing, string counts, IStepServices services)
    {
        yield return DifferenceEvidence.Of(failing.Count > 0 ? $"{counts}: {failing[0]} ({failing[0].Reason})" : counts, Sorted(tally), failing.Count > 0 ? 90 : 10);
        if (tally.Met is { } proof)
        {
            yield return HopEvidence.Of(proof.Reason, 10, proof.Hops, services.Redact);
        }

        if (tally.Unanswered.Count > 0)
        {
            yield return new Evidence
            {
                Kind = EvidenceKind.Text,
                Title = $"{tally.Unanswered.Count} recorded requests got no answer: {tally.Unanswered[0]}",
                Weight = 90,
                Lines = [.. tally.Unanswered.Take(MaxLines).Select(failure => failure.ToString())],
            };
        }

        if (tally.Skipped.Count > 0)
        {
            yield return new Evidence
            {
                Kind = EvidenceKind.Text,
                Title = $"{tally.Skipped.Count} recorded requests were not replayed",
                Weight = 30,
                Lines = [.. tally.Skipped.Take(MaxLines), .. tally.Skipped.Count > MaxLines ? [$"… and {tally.Skipped.Count - MaxLines} more"] : Array.Empty<string>()],
            };
        }
    }

    private static List<Difference> Sorted(ReplayTally tally) =>
        [.. tally.Differences.OrderBy(difference => difference.Standing).ThenBy(difference => difference.Standing == DifferenceStanding.Counts ? difference.Class : DifferenceClass.Changed)];
}
