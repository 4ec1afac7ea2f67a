using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Storing;

/// <summary>The pure step from a changed record to a changed object: only what differs is written, and nobody's nonsense is tidied away.</summary>
internal static class WishChange
{
    public static bool IsWish(SandboxRecord before, SandboxRecord after) =>
        !ReferenceEquals(before.Spec, after.Spec) && !JsonNode.DeepEquals(RoutedSandboxWriter.Spec(before.Spec), RoutedSandboxWriter.Spec(after.Spec));

    /// <summary>The object with the wish of <paramref name="after"/>.</summary>
    /// <param name="resource">The object as it is.</param>
    /// <param name="reading">How it was read.</param>
    /// <param name="before">The record that the change began with.</param>
    /// <param name="after">The record that it led to.</param>
    public static JsonObject Apply(JsonObject resource, SandboxReading reading, SandboxRecord before, SandboxRecord after)
    {
        var kept = Kept(resource, reading, before, after).ToList();
        var without = after.Spec.Forks.Where(pair => !reading.Refused.ContainsKey(pair.Key) || IsRewritten(pair.Value, before)).ToDictionary(StringComparer.Ordinal);
        var changed = RoutedSandboxWriter.Over(resource, after.Spec with { Forks = without });
        foreach (var entry in kept)
        {
            ((JsonArray)changed.At("spec", "forks")!).Add(entry.DeepClone()); // Over writes the list
        }

        SetActivity(changed, after);
        changed.Remove("status");
        return changed;
    }

    /// <summary>Notes the last activity where a user may write; the operator's own note is in the status.</summary>
    public static void SetActivity(JsonObject resource, SandboxRecord record) =>
        resource.Ensure("metadata").Ensure("annotations")[KnownNames.ActivityAnnotation] = ForkResource.Write(record.LastActivity);

    /// <summary>Entries that could not be understood and that the change is not about.</summary>
    private static IEnumerable<JsonNode> Kept(JsonObject resource, SandboxReading reading, SandboxRecord before, SandboxRecord after)
    {
        var entries = resource.At("spec", "forks") as JsonArray ?? [];
        for (var i = 0; i < entries.Count; i++)
        {
            var service = entries[i].TextAt("service");
            var isNameless = reading.Refused.ContainsKey(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"forks[{i}]"));
            var isRefused = service is not null && reading.Refused.ContainsKey(service);
            if (entries[i] is { } entry && (isNameless || (isRefused && after.Spec.Forks.TryGetValue(service!, out var fork) && !IsRewritten(fork, before))))
            {
                yield return entry;
            }
        }
    }

    private static bool IsRewritten(ForkSpec fork, SandboxRecord before) =>
        !before.Spec.Forks.TryGetValue(fork.Service, out var old) || !ReferenceEquals(old, fork);
}
