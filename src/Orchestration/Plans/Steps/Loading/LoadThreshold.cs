namespace AgentSandbox.Orchestration.Plans.Steps.Loading;

/// <summary>A claim about the fork's measurement; one of the bounds is set.</summary>
public sealed record LoadThreshold
{
    /// <summary>What it is about.</summary>
    public required LoadMetric Metric { get; init; }

    /// <summary>Upper bound: milliseconds, share, or answers per second.</summary>
    public double? AtMost { get; init; }

    /// <summary>Lower bound, in the same unit.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Upper bound as a ratio to the baseline, such as 1.2.</summary>
    public double? AtMostRatio { get; init; }

    /// <summary>Lower bound as a ratio to the baseline, such as 0.9.</summary>
    public double? AtLeastRatio { get; init; }
}
