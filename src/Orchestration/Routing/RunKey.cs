using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Routing;

/// <summary>The key of one run, or of one probe.</summary>
/// <param name="Key">What its requests carry.</param>
/// <param name="Sandbox">The sandbox whose forks they meet; null to meet the baseline alone.</param>
/// <param name="IsProbe">Its requests look and count for nothing: they renew no lease.</param>
internal sealed record RunKey(RoutingKey Key, SandboxId? Sandbox, bool IsProbe = false);
