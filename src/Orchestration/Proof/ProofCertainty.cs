namespace AgentSandbox.Orchestration.Proof;

/// <summary>How sure a statement about a lost key is.</summary>
public enum ProofCertainty
{
    /// <summary>The records allow no other reading.</summary>
    Certain,

    /// <summary>Several services worked on the request at that moment; this one is the latest.</summary>
    Likely,

    /// <summary>Key and trace are both gone: requests of others may be what was seen.</summary>
    Possible,
}
