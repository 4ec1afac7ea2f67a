namespace AgentSandbox.Orchestration.Proof;

/// <summary>Whether a fork really served a request.</summary>
public enum ProofVerdict
{
    /// <summary>At least one fork of the sandbox answered a hop of it.</summary>
    Routed,

    /// <summary>A forked service was asked, and something else than the fork answered.</summary>
    NotRouted,

    /// <summary>No forked service was asked.</summary>
    NotReached,

    /// <summary>The records do not decide it.</summary>
    Unproven,
}
