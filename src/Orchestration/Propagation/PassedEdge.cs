using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Propagation;

/// <summary>One call from a service to another: what the caller had got, and what arrived.</summary>
/// <param name="Probe">The number of the probe.</param>
/// <param name="Caller">The service that called.</param>
/// <param name="Callee">The service that was called.</param>
/// <param name="Got">What the caller had got.</param>
/// <param name="Arrived">What the callee was sent.</param>
/// <param name="Certainty">How sure it is who called.</param>
/// <param name="IsStray">It arrived with nothing that tells whose it is.</param>
internal sealed record PassedEdge(int Probe, string Caller, string Callee, HopCarriers Got, HopCarriers Arrived, ProofCertainty Certainty, bool IsStray);
