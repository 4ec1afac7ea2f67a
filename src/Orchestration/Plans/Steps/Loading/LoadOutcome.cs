using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Deciding;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading;

/// <summary>Sums up a measurement. Pure.</summary>
internal static class LoadOutcome
{
    /// <summary>Decides the step.</summary>
    /// <param name="load">The step.</param>
    /// <param name="measurement">What was measured.</param>
    /// <param name="share">How much of it met the fork.</param>
    public static StepOutcome Of(LoadStep load, LoadMeasurement measurement, ForkShare share)
    {
        var outcomes = ThresholdJudge.Judge(load.Thresholds, measurement);
        var evidence = new List<Evidence> { LoadEvidence.Latencies(measurement, outcomes) };
        if (!share.IsNearlyAll)
        {
            evidence.Add(new Evidence
            {
                Kind = EvidenceKind.Text,
                Title = $"Forks answered {share.Met} times for {share.Answered} answers of the load.",
                Weight = share.Met == 0 ? 100 : 50,
                Lines = ["Requests that met no fork measured the baseline; a cache or a lost key in front of the fork does that."],
            });
        }

        var (state, summary) = Decide(outcomes, measurement, share);
        return new StepOutcome
        {
            State = state,
            Summary = summary,
            Failures = [.. outcomes.Where(outcome => outcome.State == ThresholdState.Violated).Select(outcome => new ClaimFailure(outcome.Subject, outcome.Claim, outcome.Found))],
            Evidence = evidence,
            Output = LoadEvidence.Output(measurement),
            MetFork = share.Met > 0,
        };
    }

    private static (StepState State, string Summary) Decide(IReadOnlyList<ThresholdOutcome> outcomes, LoadMeasurement measurement, ForkShare share)
    {
        var violated = outcomes.FirstOrDefault(outcome => outcome.State == ThresholdState.Violated);
        var undecided = outcomes.FirstOrDefault(outcome => outcome.State == ThresholdState.Undecided);
        var requests = $"{measurement.Sandbox.Requests} requests{(measurement.Baseline is null ? string.Empty : " each")}";
        return 0 switch
        {
            _ when share is { Met: 0, Answered: > 0 } => (StepState.Failed, "This tested the baseline: the routers recorded no answer by a fork during the load."),
            _ when violated is not null => (StepState.Failed, $"{violated.Subject} is {violated.Found}; claimed was {violated.Claim}."),
            _ when share.IsMinority => (StepState.Inconclusive, $"A fork answered at most {share.Met} of {share.Answered} requests, so most of what was measured is the baseline."),
            _ when undecided is not null => (StepState.Inconclusive, $"{undecided.Subject} is {undecided.Found}; claimed was {undecided.Claim}. {undecided.Reason}"),
            _ when outcomes.Count == 0 => (StepState.Passed, $"Measured over {requests}; no thresholds were set."),
            _ => (StepState.Passed, $"{(outcomes.Count == 1 ? "The threshold holds" : $"All {outcomes.Count} thresholds hold")} over {requests}."),
        };
    }
}
