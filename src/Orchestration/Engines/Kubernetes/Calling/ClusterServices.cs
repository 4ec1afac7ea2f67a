using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>How the ports of a Service are called by tools, hops and plans.</summary>
internal static class ClusterServices
{
    /// <summary>The Services of a namespace that are somebody's, not our routers' and not the API server's.</summary>
    public static bool IsOfBaseline(JsonObject service) =>
        service.Labels().GetValueOrDefault(KnownNames.ManagedByLabel) != KnownNames.ManagedBy
        && service.TextAt("spec", "type") != "ExternalName"
        && !(service.Name() == "kubernetes" && service.Labels().GetValueOrDefault("provider") == "kubernetes");

    /// <summary>The first port has the Service's name, further ones theirs behind it.</summary>
    public static IReadOnlyList<(string Name, int Number, JsonObject Port)> PortsOf(JsonObject service) =>
        [.. EnrolledService.OriginalPorts(service).Select((port, index) => (NameOf(service.Name(), port, index), port.NumberAt("port") ?? 0, port))];

    private static string NameOf(string service, JsonObject port, int index) =>
        index == 0 ? service : $"{service}.{port.TextAt("name") ?? port.NumberAt("port")?.ToString(CultureInfo.InvariantCulture)}";
}
