namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Routers;

/// <summary>What one router pod says of itself.</summary>
/// <param name="Ports">The ports for which it is bound and knows the pods behind.</param>
/// <param name="InFlight">Requests that have not ended on any port, retired ones included; for tcp, connections.</param>
internal sealed record RouterListening(IReadOnlySet<int> Ports, int InFlight);
