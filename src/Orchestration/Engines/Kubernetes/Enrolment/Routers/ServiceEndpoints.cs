using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Routers;

/// <summary>Where the cluster sends the traffic of a Service, read from its Endpoints.</summary>
internal static class ServiceEndpoints
{
    /// <summary>True when all traffic goes to ready routers.</summary>
    public static bool LeadToRouters(JsonObject endpoints, IReadOnlyList<JsonObject> routers, IReadOnlyList<RoutedPort> ports)
    {
        var addresses = Addresses(endpoints).ToList();
        var known = AddressesOf(routers);
        var numbers = endpoints.ObjectsAt("subsets").SelectMany(subset => subset.ObjectsAt("ports")).Select(port => port.NumberAt("port")).OfType<int>().ToHashSet();
        return addresses.Count > 0 && addresses.All(known.Contains) && ports.All(port => numbers.Contains(port.RouterPort));
    }

    /// <summary>True when nothing new is sent to routers; also when there are no endpoints at all.</summary>
    public static bool LeaveRouters(JsonObject endpoints, IReadOnlyList<JsonObject> routers)
    {
        var known = AddressesOf(routers);
        return !Addresses(endpoints).Any(known.Contains);
    }

    private static IEnumerable<string> Addresses(JsonObject endpoints) =>
        endpoints.ObjectsAt("subsets").SelectMany(subset => subset.ObjectsAt("addresses")).Select(address => address.TextAt("ip")).OfType<string>();

    private static HashSet<string> AddressesOf(IReadOnlyList<JsonObject> pods) =>
        [.. pods.SelectMany(pod => pod.ObjectsAt("status", "podIPs").Select(address => address.TextAt("ip")).Append(pod.TextAt("status", "podIP"))).OfType<string>()];
}
