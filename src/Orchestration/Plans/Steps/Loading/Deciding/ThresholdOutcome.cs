using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Deciding;

/// <summary>A threshold, what was found, and what follows.</summary>
internal sealed record ThresholdOutcome
{
    /// <summary>What it is about, such as <c>p95</c> or <c>p95 ratio</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>What was claimed.</summary>
    public required string Claim { get; init; }

    /// <summary>What was found, with its interval.</summary>
    public required string Found { get; init; }

    /// <summary>What was found.</summary>
    public required Estimate Estimate { get; init; }

    /// <summary>The bound.</summary>
    public required double Bound { get; init; }

    /// <summary>What follows.</summary>
    public required ThresholdState State { get; init; }

    /// <summary>Why nothing follows, and what would decide it; null when it is decided.</summary>
    public string? Reason { get; init; }
}
