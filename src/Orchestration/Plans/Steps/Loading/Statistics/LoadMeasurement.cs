namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

/// <summary>What a load step measured.</summary>
internal sealed record LoadMeasurement
{
    /// <summary>The sandbox.</summary>
    public required SideMeasurement Sandbox { get; init; }

    /// <summary>The baseline; null when it was not measured.</summary>
    public SideMeasurement? Baseline { get; init; }

    /// <summary>The sandbox's metrics over the baseline's; empty when it was not measured.</summary>
    public IReadOnlyDictionary<LoadMetric, Estimate> Ratios { get; init; } = new Dictionary<LoadMetric, Estimate>();

    /// <summary>Confidence of all intervals.</summary>
    public required double Confidence { get; init; }

    /// <summary>How late the generator itself was.</summary>
    public required LatencyHistogram Lateness { get; init; }

    /// <summary>Arrivals that waited because too many were under way.</summary>
    public required int Delayed { get; init; }

    /// <summary>How long was measured.</summary>
    public required TimeSpan Duration { get; init; }
}
