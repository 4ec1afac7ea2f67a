using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Failures;

/// <summary>What pods and events say, in the words of their status.</summary>
internal static class PodFacts
{
    private const int MaxLines = 20;
    private const int MaxLineLength = 400;

    public static IEnumerable<ContainerFacts> Containers(JsonObject pod) =>
        Containers(pod, "initContainerStatuses", "initContainers").Concat(Containers(pod, "containerStatuses", "containers"));

    public static bool IsReady(JsonObject pod) => Condition(pod, "Ready")?.TextAt("status") == "True";

    public static bool IsEnding(JsonObject pod) => pod.TextAt("metadata", "deletionTimestamp") is not null;

    /// <summary>True for a router that can be asked, and that has to confirm what is published.</summary>
    public static bool IsReadyRouter(JsonObject pod) =>
        pod.Labels().GetValueOrDefault(KnownNames.ComponentLabel) == KnownNames.RouterComponent && IsReady(pod) && !IsEnding(pod);

    public static JsonObject? Condition(JsonObject item, string type) =>
        item.ObjectsAt("status", "conditions").FirstOrDefault(condition => condition.TextAt("type") == type);

    /// <summary>The newest message of an event on an object whose reason and text fit; null when there is none.</summary>
    public static string? Message(ForkObservation seen, JsonObject item, string reason, Func<string, bool> fits) =>
        Events(seen, item).Where(entry => entry.TextAt("reason") == reason)
            .OrderBy(entry => entry.TimeAt("lastTimestamp") ?? entry.TimeAt("eventTime") ?? DateTimeOffset.MinValue)
            .Select(entry => entry.TextAt("message") ?? "")
            .LastOrDefault(fits);

    public static int Count(ForkObservation seen, JsonObject item, string reason, Func<string, bool> fits) =>
        Events(seen, item).Where(entry => entry.TextAt("reason") == reason && fits(entry.TextAt("message") ?? ""))
            .Sum(entry => entry.NumberAt("count") ?? entry.NumberAt("series", "count") ?? 1);

    public static IReadOnlyList<string> Log(ForkObservation seen, JsonObject pod, string container) =>
        seen.Logs.TryGetValue($"{pod.Name()}/{container}", out var lines) ? [.. lines.TakeLast(MaxLines).Select(line => Cut(line, MaxLineLength))] : [];

    public static string Cut(string text, int length = 600) => text.Length <= length ? text : text[..length] + "…";

    private static IEnumerable<JsonObject> Events(ForkObservation seen, JsonObject item) =>
        seen.Events.Where(entry => entry.TextAt("involvedObject", "uid") is { Length: > 0 } uid ? uid == item.Uid() : entry.TextAt("involvedObject", "name") == item.Name());

    private static IEnumerable<ContainerFacts> Containers(JsonObject pod, string statuses, string specs) =>
        pod.ObjectsAt("status", statuses).Select(status => new ContainerFacts(
            pod,
            status.TextAt("name") ?? "",
            statuses == "initContainerStatuses",
            status,
            pod.ObjectsAt("spec", specs).FirstOrDefault(spec => spec.TextAt("name") == status.TextAt("name")) ?? []));
}
