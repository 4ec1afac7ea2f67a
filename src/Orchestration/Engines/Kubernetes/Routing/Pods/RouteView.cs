using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Pods;

/// <summary>What is in force at a router.</summary>
/// <param name="Table">The operator's table; null before the first.</param>
/// <param name="Plan">What follows from it and from what is seen.</param>
/// <param name="Conflicts">Routes without a listener.</param>
/// <param name="HashByKey">The hash of each key's hop token.</param>
internal sealed record RouteView(WireTable? Table, RoutePlan Plan, IReadOnlyList<RouteConflict> Conflicts, IReadOnlyDictionary<string, string?> HashByKey);
