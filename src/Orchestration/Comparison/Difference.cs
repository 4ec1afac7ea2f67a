using AgentSandbox.Orchestration.Plans.Steps.Comparing;

namespace AgentSandbox.Orchestration.Comparison;

/// <summary>One difference, judged; its texts are redacted and bounded, and come from services.</summary>
public sealed record Difference
{
    /// <summary>Where: a JSONPath, <c>headers.NAME</c>, <c>status</c> or <c>body[LINE]</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What it means to a reader.</summary>
    public required DifferenceClass Class { get; init; }

    /// <summary>Whether that counts.</summary>
    public required DifferenceStanding Standing { get; init; }

    /// <summary>The rule by which it has its class, in a few words.</summary>
    public required string Reason { get; init; }

    /// <summary>What the baseline has.</summary>
    public required string Baseline { get; init; }

    /// <summary>What the sandbox has.</summary>
    public required string Sandbox { get; init; }

    /// <summary>How it is called in evidence: breaking, additive, changed, noise, ignored or allowed.</summary>
    public string Label => Standing == DifferenceStanding.Counts ? Class.ToString().ToLowerInvariant() : Standing.ToString().ToLowerInvariant();

    /// <inheritdoc />
    public override string ToString() => $"{Path}: {Baseline} → {Sandbox}";
}
