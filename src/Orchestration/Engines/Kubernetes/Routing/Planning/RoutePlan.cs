using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;

/// <summary>What a router does.</summary>
/// <param name="Table">How it decides.</param>
/// <param name="Listeners">Where it listens.</param>
/// <param name="Conflicts">Routes that get no listener, because another one has their port.</param>
internal sealed record RoutePlan(RouteTable Table, IReadOnlyList<ServiceRoute> Listeners, IReadOnlyList<RouteConflict> Conflicts);
