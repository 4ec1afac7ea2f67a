using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Deciding;

/// <summary>Decides thresholds from intervals, never from the measured value alone. Pure.</summary>
internal static class ThresholdJudge
{
    /// <summary>The share of errors that is taken as failing when a plan says nothing about errors.</summary>
    private const double TacitErrorRate = 0.01;

    /// <summary>Beyond this, measuring longer is no advice.</summary>
    private const double LongestAdvice = 50;

    /// <summary>Judges all thresholds, and the share of errors where none of them does.</summary>
    /// <param name="thresholds">The claims.</param>
    /// <param name="measurement">What was measured.</param>
    public static IReadOnlyList<ThresholdOutcome> Judge(IReadOnlyList<LoadThreshold> thresholds, LoadMeasurement measurement)
    {
        var outcomes = thresholds.SelectMany(threshold => Bounds(threshold)
            .Select(bound => Judge(threshold.Metric, bound, measurement))).ToList();
        if (thresholds.All(threshold => threshold.Metric != LoadMetric.ErrorRate) && TacitErrors(measurement) is { } errors)
        {
            outcomes.Add(errors);
        }

        return outcomes;
    }

    private static IEnumerable<Bound> Bounds(LoadThreshold threshold)
    {
        (double? Value, bool IsUpper, bool IsRatio)[] all =
        [
            (threshold.AtMost, true, false), (threshold.AtLeast, false, false), (threshold.AtMostRatio, true, true), (threshold.AtLeastRatio, false, true),
        ];
        return all.Where(bound => bound.Value is not null).Select(bound => new Bound(bound.Value ?? 0, bound.IsUpper, bound.IsRatio));
    }

    private static ThresholdOutcome Judge(LoadMetric metric, Bound bound, LoadMeasurement measurement)
    {
        var claim = $"{(bound.IsUpper ? "at most" : "at least")} {LoadUnits.Format(metric, bound.IsRatio, bound.Value)}";
        var subject = LoadMetrics.NameOf(metric) + (bound.IsRatio ? " ratio" : string.Empty);
        var source = bound.IsRatio ? measurement.Ratios : measurement.Sandbox.Estimates;
        if (!source.TryGetValue(metric, out var estimate))
        {
            return new ThresholdOutcome
            {
                Subject = subject,
                Claim = claim,
                Found = "the baseline was not measured",
                Estimate = new Estimate(double.NaN, double.NaN, double.NaN),
                Bound = bound.Value,
                State = ThresholdState.Undecided,
                Reason = "A ratio needs a baseline: measure it too, or claim an absolute bound.",
            };
        }

        var state = StateOf(metric, bound, estimate, measurement);
        var late = state == ThresholdState.Violated && IsLatenessAlone(metric, bound, measurement);
        state = late ? ThresholdState.Undecided : state;
        return new ThresholdOutcome
        {
            Subject = subject,
            Claim = claim,
            Found = LoadUnits.Format(metric, bound.IsRatio, estimate, measurement.Confidence),
            Estimate = estimate,
            Bound = bound.Value,
            State = state,
            Reason = state != ThresholdState.Undecided ? null
                : late ? "This machine was too busy to send on time, and without that delay the claim would hold: run it again on a quieter machine or at a lower rate."
                : Advice(metric, bound, estimate, measurement),
        };
    }

    private static ThresholdState StateOf(LoadMetric metric, Bound bound, Estimate estimate, LoadMeasurement measurement) => 0 switch
    {
        // "None at all" is a claim about this run: no finite number of requests proves it of all others.
        _ when metric == LoadMetric.ErrorRate && bound.IsUpper && measurement.Sandbox.Errors == 0 && (bound.IsRatio || bound.Value <= 0) => ThresholdState.Holds,
        _ when metric == LoadMetric.ErrorRate && bound is { IsUpper: true, IsRatio: false, Value: <= 0 } => ThresholdState.Violated,
        _ when (bound.IsUpper ? estimate.High <= bound.Value : estimate.Low >= bound.Value) => ThresholdState.Holds,
        _ when (bound.IsUpper ? estimate.Low > bound.Value : estimate.High < bound.Value) => ThresholdState.Violated,
        _ => ThresholdState.Undecided,
    };

    private static bool IsLatenessAlone(LoadMetric metric, Bound bound, LoadMeasurement measurement) =>
        bound is { IsUpper: true, IsRatio: false } && measurement.Sandbox.WithoutLateness.TryGetValue(metric, out var value) && value <= bound.Value;

    private static string Advice(LoadMetric metric, Bound bound, Estimate estimate, LoadMeasurement measurement)
    {
        var requests = Math.Min(measurement.Sandbox.Requests, bound.IsRatio ? measurement.Baseline?.Requests ?? 0 : int.MaxValue);
        var needed = LoadMetrics.NeededRequests(metric);
        if (metric == LoadMetric.ErrorRate && measurement.Sandbox.Errors == 0 && bound is { IsUpper: true, IsRatio: false })
        {
            var z = NormalQuantile.TwoSided(measurement.Confidence);
            needed = (int)Math.Ceiling(z * z * (1 - bound.Value) / bound.Value);
        }

        if (requests < needed)
        {
            return $"{LoadMetrics.NameOf(metric)} needs at least {needed} requests to be decided, and there were {requests}: measure longer or send more per second.";
        }

        var half = (estimate.High - estimate.Low) / 2;
        var distance = Math.Abs(estimate.Value - bound.Value);
        var times = half * half / (distance * distance);
        return "The noise is larger than the claim: " + (times < LongestAdvice
            ? $"measuring about {Math.Max(2, Math.Ceiling(times * 1.5)):0} times as long would probably decide it."
            : "what was found is too near to the bound to tell it apart.");
    }

    private static ThresholdOutcome? TacitErrors(LoadMeasurement measurement)
    {
        var errors = measurement.Sandbox.Estimates[LoadMetric.ErrorRate];
        if (errors.Low <= TacitErrorRate)
        {
            return null;
        }

        var isShared = measurement.Baseline?.Estimates[LoadMetric.ErrorRate].Low > TacitErrorRate;
        return new ThresholdOutcome
        {
            Subject = LoadMetrics.NameOf(LoadMetric.ErrorRate),
            Claim = $"at most {LoadUnits.Format(LoadMetric.ErrorRate, false, TacitErrorRate)}, which holds unless a threshold on errorRate says otherwise",
            Found = LoadUnits.Format(LoadMetric.ErrorRate, false, errors, measurement.Confidence),
            Estimate = errors,
            Bound = TacitErrorRate,
            State = isShared ? ThresholdState.Undecided : ThresholdState.Violated,
            Reason = isShared ? "The baseline fails such requests as well: correct the request, or put a threshold on errorRate." : null,
        };
    }

    private readonly record struct Bound(double Value, bool IsUpper, bool IsRatio);
}
