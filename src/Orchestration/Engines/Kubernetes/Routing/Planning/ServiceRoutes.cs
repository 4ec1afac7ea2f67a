using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;

/// <summary>Reads the routes of Services. Pure.</summary>
internal static class ServiceRoutes
{
    /// <summary>The value of the enrolment's label while a Service is given back.</summary>
    private const string Leaving = "leaving";

    /// <summary>One route per port that the enrolment gave out; none for a Service that is not enrolled.</summary>
    public static IReadOnlyList<ServiceRoute> Of(JsonObject service)
    {
        if (!service.Labels().TryGetValue(KnownNames.EnrolledLabel, out var enrolled))
        {
            return [];
        }

        var allocated = EnrolledService.Allocated(service);
        var selector = EnrolledService.OriginalSelector(service);
        return
        [
            .. EnrolledService.OriginalPorts(service)
                .Select((port, index) => (port, name: NameOf(service.Name(), port, index), number: port.NumberAt("port") ?? 0))
                .Where(entry => allocated.ContainsKey(entry.number))
                .Select(entry => new ServiceRoute
                {
                    Name = entry.name,
                    Service = service.Name(),
                    Port = entry.number,
                    RouterPort = allocated[entry.number].RouterPort,
                    Protocol = allocated[entry.number].Protocol,
                    Selector = selector,
                    Target = ContainerChoice.TargetOf(entry.port).DeepClone(),
                    IncludesUnready = service.FlagAt("spec", "publishNotReadyAddresses"),
                    Created = service.TimeAt("metadata", "creationTimestamp"),
                    IsLeaving = enrolled == Leaving,
                }),
        ];
    }

    /// <summary>The names of a Service's ports as tools and hops call them, in the order of the ports.</summary>
    public static IReadOnlyList<(int Port, string Name)> NamesOf(JsonObject service) =>
        [.. service.ObjectsAt("spec", "ports").Select((port, index) => (port.NumberAt("port") ?? 0, NameOf(service.Name(), port, index)))];

    private static string NameOf(string service, JsonObject port, int index) =>
        index == 0 ? service : $"{service}.{port.TextAt("name") ?? port.NumberAt("port")?.ToString(CultureInfo.InvariantCulture)}";
}
