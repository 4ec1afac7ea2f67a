using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;

/// <summary>Gives each port of an enrolled Service a port on the routers of its namespace.</summary>
/// <remarks>
/// Routers cannot tell by the address for which Service a connection is, because two Services can have the same target port;
/// so each port gets one of its own. A port keeps its number as long as it is enrolled; a new one begins at a hash of
/// its name, so that enrolling again after an un-enrolment mostly finds the same one.
/// </remarks>
internal static class RouterPorts
{
    public const int First = 20000;
    public const int Count = 10000;

    /// <summary>Router ports by port of the Service.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="others">All Services of the namespace; this one may be among them.</param>
    public static IReadOnlyDictionary<int, int> Allocate(JsonObject service, IEnumerable<JsonObject> others)
    {
        var kept = EnrolledService.Allocated(service);
        var used = others.Where(other => other.Name() != service.Name())
            .SelectMany(other => EnrolledService.Allocated(other).Values)
            .Select(port => port.RouterPort)
            .ToHashSet();
        var given = new SortedDictionary<int, int>();
        foreach (var port in service.ObjectsAt("spec", "ports").Select(port => port.NumberAt("port")).OfType<int>().Distinct().Order())
        {
            var wanted = kept.TryGetValue(port, out var before) && !used.Contains(before.RouterPort) ? before.RouterPort : Preferred(service.Name(), port);
            while (!used.Add(wanted))
            {
                wanted = First + ((wanted - First + 1) % Count);
            }

            given[port] = wanted;
        }

        return given;
    }

    private static int Preferred(string service, int port) =>
        First + (int)(uint.Parse(ObjectHash.OfText(string.Create(CultureInfo.InvariantCulture, $"{service}:{port}"))[..8], NumberStyles.HexNumber, CultureInfo.InvariantCulture) % Count);
}
