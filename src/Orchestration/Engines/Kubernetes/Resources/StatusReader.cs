using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>Reads the observed forks back from a status. What cannot be read counts as never observed, and is observed again.</summary>
internal static class StatusReader
{
    public static IReadOnlyDictionary<string, ForkStatus> Forks(JsonObject resource, IReadOnlyDictionary<string, ForkSpec> wanted) =>
        resource.ObjectsAt("status", "forks")
            .Select(entry => Read(entry, wanted))
            .OfType<ForkStatus>()
            .DistinctBy(status => status.Service)
            .ToDictionary(status => status.Service, StringComparer.Ordinal);

    private static ForkStatus? Read(JsonObject entry, IReadOnlyDictionary<string, ForkSpec> wanted) =>
        entry.TextAt("service") is { } service
        && entry.NumberAt("revision") is { } revision
        && Enum.TryParse<ForkPhase>(entry.TextAt("phase"), out var phase)
            ? new ForkStatus
            {
                Service = service,
                Revision = revision,
                Phase = phase,
                Activity = entry.TextAt("activity"),
                Failure = FailureResource.Read(entry.ObjectAt("failure")),
                Since = entry.TimeAt("since") ?? DateTimeOffset.UnixEpoch,
                ChangedBaseline = entry.ObjectAt("baseline") is { } baseline && baseline.At("changed") is JsonValue changed && changed.TryGetValue<bool>(out var isChanged) && isChanged ? baseline.TextAt("workload") : null,
                Serving = Serving(entry.ObjectAt("serving"), wanted.GetValueOrDefault(service)),
            }
            : null;

    private static ServingRevision? Serving(JsonObject? entry, ForkSpec? wanted)
    {
        var readyAt = entry.TimeAt("readyAt") ?? DateTimeOffset.UnixEpoch;
        if (entry is null || entry.NumberAt("revision") is not { } revision || !Uri.TryCreate(entry.TextAt("address"), UriKind.Absolute, out var address))
        {
            return null;
        }

        var spec = entry.ObjectAt("fork") is { } fork ? ForkResource.Read(fork, revision, readyAt, new ResourceProblems("")) : wanted is null ? null : wanted with { Revision = revision };
        return spec is null ? null : new ServingRevision
        {
            Revision = revision,
            Spec = spec,
            Address = address,
            ReadyAt = readyAt,
            Down = FailureResource.Read(entry.ObjectAt("down")),
        };
    }
}
