using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>What the configuration says about new sandboxes.</summary>
/// <param name="Lease">The lease of a sandbox that asks for none.</param>
public sealed record SandboxDefaults(LeaseSpec Lease);
