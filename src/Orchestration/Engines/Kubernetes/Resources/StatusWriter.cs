using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>Writes the status of a <c>RoutedSandbox</c>. The same facts give the same status, so that nothing is written when nothing changed.</summary>
internal static class StatusWriter
{
    public static JsonObject Write(StatusFacts facts)
    {
        var status = new JsonObject { ["observedGeneration"] = facts.Reading.Generation };
        if (facts.Record is { } record)
        {
            var ready = record.Spec.Forks.Values.Count(fork => record.Forks.TryGetValue(fork.Service, out var seen) && seen.Revision == fork.Revision && seen.Phase == ForkPhase.Ready);
            var phase = facts.Reading.Refused.Count > 0 && record.Phase is (SandboxPhase.Ready or SandboxPhase.Empty) ? SandboxPhase.Degraded : record.Phase;
            status["phase"] = phase.ToString();
            status["key"] = record.Spec.Id.Value;
            status["owner"] = FailureResource.Cut(record.Spec.Owner.ToString(), 500);
            status["forksReady"] = string.Create(CultureInfo.InvariantCulture, $"{ready}/{record.Spec.Forks.Count + facts.Reading.Refused.Count}");
            status["lastActivity"] = ForkResource.Write(record.LastActivity);
            status["lastRevisions"] = LastRevisions(record, facts.Previous);
            status["forks"] = new JsonArray([.. record.Forks.Values.OrderBy(fork => fork.Service, StringComparer.Ordinal).Take(ResourceLimits.Forks).Select(fork => Fork(fork, facts))]);
        }
        else
        {
            status["phase"] = nameof(SandboxPhase.Degraded);
        }

        if (facts.ExpiresAt is { } end)
        {
            status["expiresAt"] = Seconds(end);
        }

        if (facts.HopToken is { } token)
        {
            status["hopToken"] = token;
        }

        status["conditions"] = SandboxConditions.Of(facts);
        return status;
    }

    /// <summary>As Kubernetes writes times itself.</summary>
    public static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Only what was begun with: a number that stood here before its fork would look as if it was used up.</summary>
    private static JsonObject LastRevisions(SandboxRecord record, JsonObject? previous)
    {
        var last = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (service, revision) in previous.ObjectAt("lastRevisions") ?? [])
        {
            last[service] = revision.NumberAt() ?? 0;
        }

        foreach (var fork in record.Forks.Values)
        {
            last[fork.Service] = Math.Max(last.GetValueOrDefault(fork.Service), fork.Revision);
        }

        return new JsonObject(last.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
    }

    private static JsonObject Fork(ForkStatus fork, StatusFacts facts)
    {
        var entry = new JsonObject { ["service"] = fork.Service, ["revision"] = fork.Revision };
        if (facts.Record!.Spec.Forks.TryGetValue(fork.Service, out var wanted) && wanted.Revision == fork.Revision && facts.Reading.Hashes.TryGetValue(fork.Service, out var hash)) // there is a record where there is a fork
        {
            entry["specHash"] = hash;
        }
        else if (facts.Previous.ObjectsAt("forks").FirstOrDefault(before => before.TextAt("service") == fork.Service) is { } before && before.NumberAt("revision") == fork.Revision && before.TextAt("specHash") is { } kept)
        {
            entry["specHash"] = kept;
        }

        entry["phase"] = fork.Phase.ToString();
        entry["since"] = ForkResource.Write(fork.Since);
        if (fork.Activity is { } activity)
        {
            entry["activity"] = FailureResource.Cut(activity, 500);
        }

        if (fork.Failure is not null)
        {
            entry["failure"] = FailureResource.Write(fork.Failure);
        }

        if (facts.Baselines.TryGetValue(fork.Service, out var baseline))
        {
            entry["baseline"] = new JsonObject { ["workload"] = baseline.Workload, ["fingerprint"] = baseline.Fingerprint, ["changed"] = baseline.Drift != BaselineDrift.Current };
        }

        if (fork.Serving is { } serving)
        {
            entry["serving"] = Serving(serving);
        }

        return entry;
    }

    private static JsonObject Serving(ServingRevision serving)
    {
        var entry = new JsonObject
        {
            ["revision"] = serving.Revision,
            ["address"] = serving.Address.ToString(),
            ["readyAt"] = ForkResource.Write(serving.ReadyAt),
            ["fork"] = ForkResource.Write(serving.Spec, withPatch: false),
        };
        if (serving.Down is not null)
        {
            entry["down"] = FailureResource.Write(serving.Down);
        }

        return entry;
    }
}
