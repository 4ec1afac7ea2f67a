using System.Text.Json;

namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>What one try of a step found.</summary>
public sealed record StepOutcome
{
    /// <summary>Passed, failed, inconclusive or skipped.</summary>
    public required StepState State { get; init; }

    /// <summary>One sentence that says why.</summary>
    public required string Summary { get; init; }

    /// <summary>Every claim that does not hold.</summary>
    public IReadOnlyList<ClaimFailure> Failures { get; init; } = [];

    /// <summary>What was observed.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>The document that captures and later checks look into. Kept in memory for the run alone.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>True when this try proved by the routers' records that a fork of the sandbox answered.</summary>
    public bool MetFork { get; init; }

    /// <summary>True when trying again cannot change the outcome, such as for a wrong argument.</summary>
    public bool IsFinal { get; init; }
}
