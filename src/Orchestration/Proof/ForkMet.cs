namespace AgentSandbox.Orchestration.Proof;

/// <summary>A fork that answered a hop.</summary>
/// <param name="Service">Its service.</param>
/// <param name="Revision">Its revision.</param>
public sealed record ForkMet(string Service, int Revision);
