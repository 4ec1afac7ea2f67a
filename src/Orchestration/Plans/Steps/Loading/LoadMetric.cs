namespace AgentSandbox.Orchestration.Plans.Steps.Loading;

/// <summary>What a threshold is about.</summary>
public enum LoadMetric
{
    /// <summary>Median latency.</summary>
    P50,

    /// <summary>90th percentile of latency.</summary>
    P90,

    /// <summary>95th percentile of latency.</summary>
    P95,

    /// <summary>99th percentile of latency.</summary>
    P99,

    /// <summary>Share of requests that failed or were not answered with 2xx or 3xx, 0 to 1.</summary>
    ErrorRate,

    /// <summary>Answers per second.</summary>
    Throughput,
}
