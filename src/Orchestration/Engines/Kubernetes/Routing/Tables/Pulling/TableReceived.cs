namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables.Pulling;

/// <summary>Applies a table; ends when requests are decided by it. Only then it is acknowledged.</summary>
internal delegate Task TableReceived(WireTable table, CancellationToken cancellationToken);
