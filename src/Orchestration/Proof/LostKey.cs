namespace AgentSandbox.Orchestration.Proof;

/// <summary>Where the key of a request was lost.</summary>
/// <param name="Service">The service that got it and did not pass it on, or after which the trace ends.</param>
/// <param name="MetInstead">The forked service whose baseline answered.</param>
/// <param name="Certainty">How sure this is.</param>
/// <param name="Cause">What was observed, and the usual reason.</param>
public sealed record LostKey(string Service, string MetInstead, ProofCertainty Certainty, string Cause);
