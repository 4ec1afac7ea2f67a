using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>How the ports of a Service are called by tools, hops and plans.</summary>
internal static class ClusterServices
{
    /// <summary>The Services of a namespace that are somebody's, not our routers' and not the API server's.</summary>
    public static bool IsOfBaseline(JsonObject service) =>
        service.Labels().GetValueOrDefault(KnownNames.ManagedByLabel) != KnownNames.ManagedBy
        && service.TextAt("spec", "type") != "ExternalName"
        && !(service.Name() == "kubernetes" && service.Labels().GetValueOrDefault("provider") == "kubernetes");

    /// <summary>The ports as their owner wants them, each with the name that the routers give it.</summary>
    public static IReadOnlyList<(string Name, int Number, JsonObject Port)> PortsOf(JsonObject service) =>
        [.. ServiceRoutes.NamesOf(service).Zip(EnrolledService.OriginalPorts(service), (named, port) => (named.Name, named.Port, port))];
}
