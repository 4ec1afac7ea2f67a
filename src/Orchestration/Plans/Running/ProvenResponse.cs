using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>A response, and who answered by the routers' records.</summary>
/// <param name="Response">The response; untrusted.</param>
/// <param name="Proof">The proof; null for a request to the baseline.</param>
public sealed record ProvenResponse(ObservedResponse Response, RequestProof? Proof);
