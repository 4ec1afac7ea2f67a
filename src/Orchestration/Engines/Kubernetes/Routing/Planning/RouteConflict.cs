namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;

/// <summary>Two routes want one router port.</summary>
/// <param name="Route">The one that does not get it.</param>
/// <param name="Port">The port.</param>
/// <param name="Holder">Who has it: a route, or another program.</param>
internal sealed record RouteConflict(string Route, int Port, string Holder);
