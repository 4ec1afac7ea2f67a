using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

/// <summary>What was measured of one side; latencies in milliseconds.</summary>
internal sealed record SideMeasurement
{
    /// <summary>How many requests were due.</summary>
    public required int Requests { get; init; }

    /// <summary>How many were answered with something else than 2xx or 3xx, or not at all.</summary>
    public required int Errors { get; init; }

    /// <summary>How many got a complete answer, of whatever status.</summary>
    public required int Answered { get; init; }

    /// <summary>What the errors were, most frequent first.</summary>
    public required IReadOnlyList<KeyValuePair<LoadAnswer, int>> Problems { get; init; }

    /// <summary>Every metric with its interval.</summary>
    public required IReadOnlyDictionary<LoadMetric, Estimate> Estimates { get; init; }

    /// <summary>Quantiles as they would be without the generator's own lateness.</summary>
    public required IReadOnlyDictionary<LoadMetric, double> WithoutLateness { get; init; }

    /// <summary>All latencies.</summary>
    public required LatencyHistogram Histogram { get; init; }
}
