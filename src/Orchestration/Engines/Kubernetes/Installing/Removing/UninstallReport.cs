namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;

/// <summary>What was removed.</summary>
/// <param name="Removed">The objects, as <c>Deployment/agent-sandbox-operator in 'shop'</c>.</param>
/// <param name="GivenBack">Services that were enrolled.</param>
/// <param name="Kept">What stayed, each with its reason.</param>
internal sealed record UninstallReport(IReadOnlyList<string> Removed, IReadOnlyList<string> GivenBack, IReadOnlyList<string> Kept);
