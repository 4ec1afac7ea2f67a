using System.Diagnostics;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

/// <summary>Turns samples into metrics with intervals. Pure.</summary>
internal sealed class LoadAnalysis
{
    private const int Replicates = 1000;
    private const int FewestBlocks = 20;
    private const int MostBlocks = 60;

    private readonly LoadSamples _samples;
    private readonly double _confidence;
    private readonly int _blocks;
    private readonly BlockBootstrap _bootstrap;

    private LoadAnalysis(LoadSamples samples, double confidence, int seed)
    {
        _samples = samples;
        _confidence = confidence;

        // Blocks of half a second outlast a collection or a scheduler's slice; fewer than twenty of them decide little.
        _blocks = Math.Clamp((int)(Measured.TotalSeconds * 2), FewestBlocks, MostBlocks);
        _bootstrap = new BlockBootstrap(_blocks, confidence, Replicates, seed);
    }

    private TimeSpan Measured => Stopwatch.GetElapsedTime(_samples.Schedule.MeasuredFrom, _samples.Schedule.MeasuredUntil);

    /// <summary>Analyses what was measured after the warm-up.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="confidence">Confidence of the intervals.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    public static LoadMeasurement Analyse(LoadSamples samples, double confidence, int seed, CancellationToken cancellationToken) =>
        new LoadAnalysis(samples, confidence, seed).Run(cancellationToken);

    private LoadMeasurement Run(CancellationToken cancellationToken)
    {
        var sandbox = new SideSamples(_samples, LoadSide.Sandbox, _blocks);
        var baseline = new SideSamples(_samples, LoadSide.Baseline, _blocks);
        var isPaired = baseline.Requests > 0;
        var (own, other, ratios) = Estimate(sandbox, isPaired ? baseline : null, cancellationToken);
        var lateness = new LatencyHistogram();
        for (var arrival = _samples.Schedule.FirstMeasured; arrival < _samples.Schedule.Count; arrival++)
        {
            lateness.Record(_samples.Lateness(arrival));
        }

        return new LoadMeasurement
        {
            Sandbox = sandbox.ToMeasurement(own),
            Baseline = isPaired ? baseline.ToMeasurement(other) : null,
            Ratios = ratios,
            Confidence = _confidence,
            Lateness = lateness,
            Delayed = _samples.Delayed,
            Duration = Measured,
        };
    }

    private (Dictionary<LoadMetric, Estimate> Sandbox, Dictionary<LoadMetric, Estimate> Baseline, Dictionary<LoadMetric, Estimate> Ratios) Estimate(
        SideSamples sandbox, SideSamples? baseline, CancellationToken cancellationToken)
    {
        var quantiles = LoadMetrics.Quantiles.Count;
        var perSide = quantiles + 1;
        var estimates = _bootstrap.Estimate(
            perSide * 3,
            (weights, results) =>
            {
                Compute(sandbox, weights, results[..perSide]);
                if (baseline is null)
                {
                    return;
                }

                Compute(baseline, weights, results[perSide..(2 * perSide)]);
                for (var i = 0; i < perSide; i++)
                {
                    results[2 * perSide + i] = results[i] / results[perSide + i];
                }
            },
            cancellationToken);
        return (
            Metrics(estimates.AsSpan(0, perSide), sandbox.Requests, Shares.Wilson(sandbox.Errors, sandbox.Requests, _confidence), isRatio: false),
            baseline is null ? [] : Metrics(estimates.AsSpan(perSide, perSide), baseline.Requests, Shares.Wilson(baseline.Errors, baseline.Requests, _confidence), isRatio: false),
            baseline is null ? [] : Metrics(estimates.AsSpan(2 * perSide), Math.Min(sandbox.Requests, baseline.Requests), Shares.Ratio(sandbox.Errors, sandbox.Requests, baseline.Errors, baseline.Requests, _confidence), isRatio: true));
    }

    private void Compute(SideSamples side, ReadOnlySpan<int> weights, Span<double> results)
    {
        side.Latencies.Quantiles(LoadMetrics.Shares, weights, results);
        for (var i = 0; i < LoadMetrics.Quantiles.Count; i++)
        {
            results[i] /= TimeSpan.TicksPerMillisecond;
        }

        results[LoadMetrics.Quantiles.Count] = side.GoodAnswers(weights) / Measured.TotalSeconds;
    }

    private static Dictionary<LoadMetric, Estimate> Metrics(ReadOnlySpan<Estimate> estimates, int requests, Estimate errors, bool isRatio)
    {
        var result = new Dictionary<LoadMetric, Estimate>();
        for (var i = 0; i < LoadMetrics.Quantiles.Count; i++)
        {
            var metric = LoadMetrics.Quantiles[i];
            result[metric] = requests >= LoadMetrics.NeededRequests(metric)
                ? estimates[i]
                : estimates[i] with { Low = isRatio ? 0 : estimates[i].Low, High = double.PositiveInfinity };
        }

        result[LoadMetric.Throughput] = estimates[LoadMetrics.Quantiles.Count];
        result[LoadMetric.ErrorRate] = errors;
        return result;
    }
}
