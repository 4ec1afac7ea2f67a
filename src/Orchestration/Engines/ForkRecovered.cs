using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines;

/// <summary>A revision that had ended by itself answers again.</summary>
/// <param name="Sandbox">Its sandbox.</param>
/// <param name="Service">Its service.</param>
/// <param name="Revision">Its number.</param>
public sealed record ForkRecovered(SandboxId Sandbox, string Service, int Revision);
