using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;

/// <summary>The JSON merge patches that enrol a Service and restore it.</summary>
/// <remarks>
/// The patch that restores is itself kept on the Service. So both originals are restored together by whoever has
/// kubectl, when nothing of ours is left: <see cref="RestoreCommand"/>.
/// </remarks>
internal static class EnrolmentPatches
{
    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Tells routers of the ports before anything changes for clients.</summary>
    public static JsonObject Prepare(JsonObject service, IReadOnlyList<RoutedPort> ports)
    {
        var metadata = new JsonObject
        {
            ["labels"] = new JsonObject { [KnownNames.EnrolledLabel] = EnrolledService.SelectsRouters(service) ? KnownNames.EnrolledValue : KnownNames.PreparingValue },
            ["annotations"] = new JsonObject { [KnownNames.PortsAnnotation] = Describe(ports).ToJsonString(s_compact) },
        };
        Guard(metadata, service);
        return new JsonObject { ["metadata"] = metadata };
    }

    /// <summary>The first half of <see cref="Unenrol"/>: the originals, while routers still know the ports.</summary>
    public static JsonObject GiveBack(JsonObject service)
    {
        var patch = Restore(service);
        var metadata = new JsonObject
        {
            ["labels"] = new JsonObject { [KnownNames.EnrolledLabel] = KnownNames.LeavingValue },
            ["annotations"] = new JsonObject { [KnownNames.RestoreAnnotation] = null, [KnownNames.RepairsAnnotation] = null, [KnownNames.ContestedAnnotation] = null },
        };
        Guard(metadata, service);
        patch["metadata"] = metadata;
        return patch;
    }

    /// <summary>The second half: nothing of ours is left on the Service.</summary>
    public static JsonObject Release(JsonObject service)
    {
        var metadata = Marks(null, null, null);
        Guard(metadata, service);
        return new JsonObject { ["metadata"] = metadata };
    }

    /// <summary>Points a Service at the routers; the same for a Service that is enrolled already.</summary>
    public static JsonObject Enrol(JsonObject service, IReadOnlyList<RoutedPort> ports)
    {
        var restore = Restore(service);
        restore.Remove("metadata");
        restore.Insert(0, "metadata", Marks(null, null, null));
        var selector = new JsonObject(service.TextsAt("spec", "selector").Keys
            .Where(key => !EnrolledService.RouterSelector.ContainsKey(key))
            .Select(key => KeyValuePair.Create(key, (JsonNode?)null)));
        foreach (var (key, value) in EnrolledService.RouterSelector)
        {
            selector[key] = value;
        }

        var metadata = Marks(KnownNames.EnrolledValue, restore.ToJsonString(s_compact), Describe(ports).ToJsonString(s_compact));
        Guard(metadata, service);
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["spec"] = new JsonObject
            {
                ["selector"] = selector,
                ["ports"] = new JsonArray([.. service.ObjectsAt("spec", "ports").Select(port => Target(port, ports))]),
            },
        };
    }

    /// <summary>Gives a Service back to its owner: selector and targets together, ports that were added since included.</summary>
    public static JsonObject Unenrol(JsonObject service)
    {
        var restore = Restore(service);
        var metadata = Marks(null, null, null);
        Guard(metadata, service);
        restore["metadata"] = metadata;
        return restore;
    }

    /// <summary>What a person types when everything of ours is gone; needs kubectl and a shell alone.</summary>
    public static string RestoreCommand(string @namespace, string service) =>
        $"kubectl -n {@namespace} patch service {service} --type merge -p \"$(kubectl -n {@namespace} get service {service} -o jsonpath='{{.metadata.annotations.{KnownNames.RestoreAnnotation.Replace(".", "\\.", StringComparison.Ordinal)}}}')\"";

    /// <summary>The lines that change, before and after.</summary>
    public static IReadOnlyList<string> Describe(JsonObject service, JsonObject patch)
    {
        var lines = new List<string>();
        if (!EnrolledService.SelectsRouters(service) || service.TextsAt("spec", "selector").Count != EnrolledService.RouterSelector.Count)
        {
            lines.Add($"spec.selector: {Words(service.TextsAt("spec", "selector"))} → {Words(EnrolledService.RouterSelector)}");
        }

        foreach (var (before, after) in service.ObjectsAt("spec", "ports").Zip(patch.ObjectsAt("spec", "ports")))
        {
            var (from, to) = (before.At("targetPort")?.ToString() ?? "(its port)", after.At("targetPort")?.ToString() ?? "");
            if (from != to)
            {
                lines.Add($"spec.ports[{before.NumberAt("port")?.ToString(CultureInfo.InvariantCulture)}].targetPort: {from} → {to}");
            }
        }

        foreach (var name in (string[])[KnownNames.RestoreAnnotation, KnownNames.PortsAnnotation])
        {
            if (service.Annotation(name) != patch.TextAt("metadata", "annotations", name))
            {
                lines.Add($"metadata.annotations[{name}]: {(service.Annotation(name) is null ? "added" : "renewed")}, holds the originals");
            }
        }

        return lines;
    }

    private static JsonObject Restore(JsonObject service)
    {
        var original = EnrolledService.OriginalSelector(service);
        var selector = new JsonObject(service.TextsAt("spec", "selector").Keys.Concat(EnrolledService.RouterSelector.Keys).Distinct().Order(StringComparer.Ordinal)
            .Where(key => !original.ContainsKey(key))
            .Select(key => KeyValuePair.Create(key, (JsonNode?)null)));
        foreach (var (key, value) in original)
        {
            selector[key] = value;
        }

        return new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["selector"] = selector,
                ["ports"] = new JsonArray([.. EnrolledService.OriginalPorts(service)]),
            },
        };
    }

    private static JsonObject Marks(string? enrolled, string? restore, string? ports) => new()
    {
        ["labels"] = new JsonObject { [KnownNames.EnrolledLabel] = enrolled },
        ["annotations"] = new JsonObject
        {
            [KnownNames.RestoreAnnotation] = restore,
            [KnownNames.PortsAnnotation] = ports,
            [KnownNames.RepairsAnnotation] = null, // what was repaired before an enrolment, or its undoing, is no longer of interest
            [KnownNames.ContestedAnnotation] = null,
        },
    };

    /// <summary>Makes the server refuse the patch when the Service changed after it was read: the list of ports is written as a whole.</summary>
    private static void Guard(JsonObject metadata, JsonObject service)
    {
        if (service.TextAt("metadata", "resourceVersion") is { } version)
        {
            metadata.Insert(0, "resourceVersion", version);
        }
    }

    private static JsonObject Describe(IReadOnlyList<RoutedPort> ports) => new(ports.Select(port => KeyValuePair.Create(
        port.Port.ToString(CultureInfo.InvariantCulture),
        (JsonNode?)new JsonObject { ["router"] = port.RouterPort, ["target"] = port.Target.DeepClone(), ["protocol"] = port.ProtocolName })));

    private static JsonObject Target(JsonObject port, IReadOnlyList<RoutedPort> ports)
    {
        var changed = port.Copy();
        if (ports.FirstOrDefault(routed => routed.Port == port.NumberAt("port")) is { } routed)
        {
            changed["targetPort"] = routed.RouterPort;
        }

        return changed;
    }

    private static string Words(IReadOnlyDictionary<string, string> selector) => selector.Count == 0 ? "(none)" : string.Join(",", selector.Select(pair => $"{pair.Key}={pair.Value}"));
}
