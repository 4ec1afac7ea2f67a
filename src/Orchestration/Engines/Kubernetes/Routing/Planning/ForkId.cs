namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;

/// <summary>One revision of a fork.</summary>
/// <param name="Sandbox">Its sandbox.</param>
/// <param name="Service">Its Service.</param>
/// <param name="Revision">Its revision.</param>
internal readonly record struct ForkId(string Sandbox, string Service, int Revision);
