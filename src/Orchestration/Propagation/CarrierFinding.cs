using AgentSandbox.Orchestration.Proof;

namespace AgentSandbox.Orchestration.Propagation;

/// <summary>What became of one carrier.</summary>
public sealed record CarrierFinding
{
    /// <summary>The verdict.</summary>
    public required PropagationVerdict Verdict { get; init; }

    /// <summary>The first service that got it and did not pass it on.</summary>
    public string? LostIn { get; init; }

    /// <summary>The service that was called without it.</summary>
    public string? LostBefore { get; init; }

    /// <summary>How sure that is.</summary>
    public ProofCertainty? Certainty { get; init; }

    /// <summary>What was observed.</summary>
    public required string Reason { get; init; }
}
