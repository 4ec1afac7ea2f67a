namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>How long a sandbox may live.</summary>
/// <param name="Idle">Time without activity after which it ends.</param>
/// <param name="Max">Time after its creation at which it ends whatever happens.</param>
public sealed record LeaseSpec(TimeSpan Idle, TimeSpan Max);
