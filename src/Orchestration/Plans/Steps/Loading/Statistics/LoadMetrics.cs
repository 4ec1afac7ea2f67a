namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

/// <summary>What the metrics are called and which of them are quantiles.</summary>
internal static class LoadMetrics
{
    /// <summary>How many requests have to lie beyond a quantile before its upper end is believed.</summary>
    private const int Beyond = 10;

    /// <summary>The quantiles, rising.</summary>
    public static IReadOnlyList<LoadMetric> Quantiles { get; } = [LoadMetric.P50, LoadMetric.P90, LoadMetric.P95, LoadMetric.P99];

    /// <summary>Their shares, in the same order.</summary>
    public static double[] Shares { get; } = [0.5, 0.9, 0.95, 0.99];

    /// <summary>How a plan writes it.</summary>
    /// <param name="metric">The metric.</param>
    public static string NameOf(LoadMetric metric) => metric switch
    {
        LoadMetric.P50 => "p50",
        LoadMetric.P90 => "p90",
        LoadMetric.P95 => "p95",
        LoadMetric.P99 => "p99",
        LoadMetric.ErrorRate => "errorRate",
        _ => "throughput",
    };

    /// <summary>How many requests a side needs before the metric can be bounded from above.</summary>
    /// <param name="metric">The metric.</param>
    public static int NeededRequests(LoadMetric metric) => metric switch
    {
        LoadMetric.P50 => 2 * Beyond,
        LoadMetric.P90 => 10 * Beyond,
        LoadMetric.P95 => 20 * Beyond,
        LoadMetric.P99 => 100 * Beyond,
        _ => 1,
    };
}
