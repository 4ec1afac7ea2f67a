using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>Reads back which revision of which fork an object belongs to.</summary>
internal static class ForkLabels
{
    public static int? RevisionOf(IReadOnlyDictionary<string, string> labels) =>
        int.TryParse(labels.GetValueOrDefault(KnownNames.RevisionLabel), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    public static (string Sandbox, string Service, int Revision)? Of(JsonObject item)
    {
        var labels = item.Labels();
        return labels.TryGetValue(KnownNames.SandboxLabel, out var sandbox) && labels.TryGetValue(KnownNames.ServiceLabel, out var service) && RevisionOf(labels) is { } revision
            ? (sandbox, service, revision)
            : null;
    }

    public static bool Is(JsonObject item, string sandbox, string service, int revision) => Of(item) == (sandbox, service, revision);

    /// <summary>The port of the pods behind each port of the Service, as it was when the fork was made.</summary>
    public static IReadOnlyDictionary<int, int> PortsOf(JsonObject deployment)
    {
        var ports = new SortedDictionary<int, int>();
        foreach (var pair in (deployment.Annotation(KnownNames.ForkPortsAnnotation) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split(':') is [var from, var to]
                && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                && int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var target))
            {
                ports[port] = target;
            }
        }

        return ports;
    }

    public static string Write(IReadOnlyDictionary<int, int> ports) =>
        string.Join(',', ports.OrderBy(pair => pair.Key).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}:{pair.Value}")));
}
