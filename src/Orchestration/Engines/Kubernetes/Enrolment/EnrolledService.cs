using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;

/// <summary>Reads what an enrolment wrote into a Service.</summary>
/// <remarks>
/// The originals are looked up part by part: what no longer points at the routers was put there by its owner, and is
/// then the original, also when it is another one than at the enrolment.
/// </remarks>
internal static class EnrolledService
{
    /// <summary>The selector of the routers.</summary>
    public static IReadOnlyDictionary<string, string> RouterSelector { get; } = new Dictionary<string, string> { [KnownNames.ComponentLabel] = KnownNames.RouterComponent };

    /// <summary>True when an enrolment left its originals here.</summary>
    public static bool IsMarked(JsonObject service) => service.Annotation(KnownNames.RestoreAnnotation) is not null;

    public static bool SelectsRouters(JsonObject service) =>
        service.TextAt("spec", "selector", KnownNames.ComponentLabel) == KnownNames.RouterComponent;

    /// <summary>The selector of the service's own pods; empty when it is lost, or when there is none.</summary>
    public static IReadOnlyDictionary<string, string> OriginalSelector(JsonObject service) =>
        SelectsRouters(service) ? Parse(service, KnownNames.RestoreAnnotation).TextsAt("spec", "selector") : service.TextsAt("spec", "selector");

    /// <summary>The ports as their owner wants them: those of now, each with its own target.</summary>
    public static IReadOnlyList<JsonObject> OriginalPorts(JsonObject service)
    {
        var ports = Allocated(service);
        return [.. service.ObjectsAt("spec", "ports").Select(port => WithTarget(port, ports))];
    }

    /// <summary>What the enrolment gave out, by port of the Service.</summary>
    public static IReadOnlyDictionary<int, RoutedPort> Allocated(JsonObject service)
    {
        var ports = new SortedDictionary<int, RoutedPort>();
        foreach (var (text, entry) in Parse(service, KnownNames.PortsAnnotation))
        {
            if (int.TryParse(text, out var number)
                && entry.NumberAt("router") is { } router
                && entry.At("target") is { } target
                && Enum.TryParse<ServiceProtocol>(entry.TextAt("protocol"), ignoreCase: true, out var protocol))
            {
                ports[number] = new RoutedPort { Port = number, RouterPort = router, Target = target.DeepClone(), Protocol = protocol, Name = NameOf(service, number) };
            }
        }

        return ports;
    }

    /// <summary>True when the targets of all ports are those that the enrolment gave out, and every port has one.</summary>
    public static bool PortsAreRouted(JsonObject service)
    {
        var ports = Allocated(service);
        return service.ObjectsAt("spec", "ports").All(port => ports.TryGetValue(port.NumberAt("port") ?? 0, out var routed) && port.NumberAt("targetPort") == routed.RouterPort);
    }

    /// <summary>True when a port that was given a router's has another target now: somebody put it back, which is not the same as a port that was added.</summary>
    public static bool HasTargetPutBack(JsonObject service)
    {
        var ports = Allocated(service);
        return service.ObjectsAt("spec", "ports").Any(port => ports.TryGetValue(port.NumberAt("port") ?? 0, out var routed) && port.NumberAt("targetPort") != routed.RouterPort);
    }

    private static JsonObject WithTarget(JsonObject port, IReadOnlyDictionary<int, RoutedPort> ports)
    {
        var original = port.Copy();
        if (ports.TryGetValue(port.NumberAt("port") ?? 0, out var routed) && port.NumberAt("targetPort") == routed.RouterPort)
        {
            original["targetPort"] = routed.Target.DeepClone();
        }

        return original;
    }

    private static string? NameOf(JsonObject service, int number) => service.ObjectsAt("spec", "ports").FirstOrDefault(port => port.NumberAt("port") == number)?.TextAt("name");

    private static JsonObject Parse(JsonObject service, string annotation)
    {
        try
        {
            return JsonNode.Parse(service.Annotation(annotation) ?? "{}") as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return []; // somebody edited it; the originals are then lost, and that is a state of its own
        }
    }
}
