using System.Text.Json;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Deciding;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading;

/// <summary>Writes a measurement as evidence and as the step's output document.</summary>
internal static class LoadEvidence
{
    private const int HistogramBuckets = 40;

    /// <summary>The step's output document.</summary>
    /// <param name="measurement">What was measured.</param>
    public static JsonElement Output(LoadMeasurement measurement) => JsonSerializer.SerializeToElement(new
    {
        baseline = measurement.Baseline is null ? null : Metrics(measurement.Baseline),
        sandbox = Metrics(measurement.Sandbox),
        ratios = measurement.Ratios.ToDictionary(ratio => LoadMetrics.NameOf(ratio.Key), ratio => Number(ratio.Value.Value)),
    });

    /// <summary>The latencies of both sides and what they mean for the thresholds.</summary>
    /// <param name="measurement">What was measured.</param>
    /// <param name="outcomes">What follows.</param>
    public static Evidence Latencies(LoadMeasurement measurement, IReadOnlyList<ThresholdOutcome> outcomes)
    {
        var edges = Edges(measurement);
        return new Evidence
        {
            Kind = EvidenceKind.Latency,
            Title = Title(measurement),
            Weight = outcomes.Any(outcome => outcome.State == ThresholdState.Violated) ? 90 : outcomes.Any(outcome => outcome.State == ThresholdState.Undecided) ? 50 : 10,
            Lines = [.. outcomes.Select(Line), .. Facts(measurement)],
            Data = JsonSerializer.SerializeToElement(new
            {
                unit = "ms",
                baseline = measurement.Baseline is null ? null : Side(measurement.Baseline, edges),
                sandbox = Side(measurement.Sandbox, edges),
                confidence = measurement.Confidence,
                thresholds = outcomes.Select(outcome => new
                {
                    subject = outcome.Subject,
                    claim = outcome.Claim,
                    bound = outcome.Bound,
                    found = Number(outcome.Estimate.Value),
                    low = Number(outcome.Estimate.Low),
                    high = Number(outcome.Estimate.High),
                    outcome = NameOf(outcome.State),
                    reason = outcome.Reason,
                }),
            }),
        };
    }

    private static string Title(LoadMeasurement measurement)
    {
        var sandbox = Quantiles(measurement.Sandbox);
        return measurement.Baseline is null ? $"sandbox {sandbox}" : $"sandbox {sandbox}; baseline {Quantiles(measurement.Baseline)}";
    }

    private static string Quantiles(SideMeasurement side) =>
        string.Join(", ", new[] { LoadMetric.P50, LoadMetric.P95, LoadMetric.P99 }
            .Select(metric => $"{LoadMetrics.NameOf(metric)} {LoadUnits.Format(metric, false, side.Estimates[metric].Value)}"));

    private static string Line(ThresholdOutcome outcome) =>
        $"{NameOf(outcome.State)}: {outcome.Subject} {outcome.Claim}; found {outcome.Found}. {outcome.Reason}".TrimEnd();

    private static IEnumerable<string> Facts(LoadMeasurement measurement)
    {
        var lateness = measurement.Lateness.Quantile(0.99) / TimeSpan.TicksPerMillisecond;
        yield return $"Measured for {measurement.Duration.TotalSeconds:0.#} s after the warm-up; latency counts from the moment a request was due. The generator itself was late by p99 {LoadUnits.Digits(lateness)} ms.";
        foreach (var (name, side) in new[] { ("sandbox", measurement.Sandbox), ("baseline", measurement.Baseline) })
        {
            if (side is { Errors: > 0 })
            {
                var problems = string.Join(", ", side.Problems.Take(4).Select(problem => $"{problem.Value} × {problem.Key}"));
                yield return $"{side.Errors} of {side.Requests} requests to the {name} were errors: {problems}.";
            }
        }

        if (measurement.Delayed > 0)
        {
            yield return $"{measurement.Delayed} requests had to wait because too many were unanswered; their wait is in their latency.";
        }
    }

    private static Dictionary<string, double?> Metrics(SideMeasurement side)
    {
        var metrics = side.Estimates.ToDictionary(estimate => LoadMetrics.NameOf(estimate.Key), estimate => Number(estimate.Value.Value));
        metrics["requests"] = side.Requests;
        return metrics;
    }

    private static object Side(SideMeasurement side, double[] edges) => new
    {
        quantiles = LoadMetrics.Quantiles.ToDictionary(LoadMetrics.NameOf, metric => Number(side.Estimates[metric].Value)),
        intervals = LoadMetrics.Quantiles.ToDictionary(LoadMetrics.NameOf, metric => new[] { Number(side.Estimates[metric].Low), Number(side.Estimates[metric].High) }),
        histogram = edges.Zip(
            side.Histogram.CountsUpTo(edges),
            (edge, count) => new { upTo = Number(edge / TimeSpan.TicksPerMillisecond), count }),
        errors = side.Errors,
        requests = side.Requests,
        throughput = Number(side.Estimates[LoadMetric.Throughput].Value),
    };

    /// <summary>Edges that both sides share, evenly spaced on the logarithm, so that the two can be laid over each other.</summary>
    private static double[] Edges(LoadMeasurement measurement)
    {
        var histograms = new[] { measurement.Sandbox.Histogram, measurement.Baseline?.Histogram }.OfType<LatencyHistogram>().ToList();
        var lowest = Math.Max(1, histograms.Min(histogram => histogram.Quantile(0)));
        var highest = Math.Max(lowest * 1.01, histograms.Max(histogram => histogram.Quantile(1)));
        return [.. Enumerable.Range(1, HistogramBuckets).Select(i => lowest * Math.Pow(highest / lowest, (double)i / HistogramBuckets))];
    }

    private static string NameOf(ThresholdState state) => state switch
    {
        ThresholdState.Holds => "pass",
        ThresholdState.Violated => "fail",
        _ => "inconclusive",
    };

    /// <summary>JSON knows no infinity; what is not known is null. Four significant digits.</summary>
    private static double? Number(double value) =>
        !double.IsFinite(value) ? null : value == 0 ? 0 : Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 9));
}
