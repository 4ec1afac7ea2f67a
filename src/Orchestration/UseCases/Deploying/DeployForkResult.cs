using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UseCases.Deploying;

/// <summary>How a deploy stands when the answer is given.</summary>
/// <param name="View">The sandbox.</param>
/// <param name="Deployed">The revisions that this call asked for.</param>
public sealed record DeployForkResult(SandboxView View, IReadOnlyList<ForkSpec> Deployed);
