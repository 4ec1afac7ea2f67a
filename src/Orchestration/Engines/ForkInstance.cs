namespace AgentSandbox.Orchestration.Engines;

/// <summary>A revision that runs and has passed its health check.</summary>
/// <param name="Address">Where routers reach it.</param>
public sealed record ForkInstance(Uri Address);
