using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Routing;

/// <summary>The key of one run.</summary>
/// <param name="Key">What its requests carry.</param>
/// <param name="Sandbox">The sandbox whose forks they meet.</param>
internal sealed record RunKey(RoutingKey Key, SandboxId Sandbox);
