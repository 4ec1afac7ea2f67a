using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines;

/// <summary>A running revision ended by itself.</summary>
/// <param name="Sandbox">Its sandbox.</param>
/// <param name="Service">Its service.</param>
/// <param name="Revision">Its number.</param>
/// <param name="Failure">How it ended, with its last lines.</param>
public sealed record ForkEnded(SandboxId Sandbox, string Service, int Revision, SandboxFailure Failure);
