namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Routers;

/// <summary>What one router pod says of itself.</summary>
/// <param name="Ports">The ports for which it is bound and knows the pods behind.</param>
/// <param name="Connections">Connections of clients that are open on them.</param>
internal sealed record RouterListening(IReadOnlySet<int> Ports, int Connections);
