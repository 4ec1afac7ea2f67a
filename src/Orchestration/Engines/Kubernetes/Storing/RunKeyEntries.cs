using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Storing;

/// <summary>The keys of runs in the wish of a sandbox.</summary>
internal static class RunKeyEntries
{
    /// <summary>The object with other keys; null when nothing has to be written.</summary>
    /// <param name="resource">The object as it is.</param>
    /// <param name="keys">The keys of this program's runs.</param>
    /// <param name="before">Those that this program wrote before, which go when they are not among <paramref name="keys"/>.</param>
    /// <param name="ends">When they end unless they are renewed.</param>
    /// <param name="isRenewal">Writes also where only the ends differ.</param>
    /// <param name="now">Keys of anybody that ended before this are tidied away.</param>
    public static JsonObject? Change(
        JsonObject resource, IReadOnlyCollection<string> keys, IReadOnlyCollection<string> before, DateTimeOffset ends, bool isRenewal, DateTimeOffset now)
    {
        var entries = resource.ObjectsAt("spec", "runKeys").ToList();
        var there = entries.Select(entry => entry.TextAt("key") ?? "").ToHashSet(StringComparer.Ordinal);
        if (!(isRenewal && keys.Count > 0) && keys.All(there.Contains) && !before.Except(keys).Any(there.Contains))
        {
            return null;
        }

        var others = entries.Where(entry => entry.TextAt("key") is { } key && !keys.Contains(key) && !before.Contains(key) && entry.TimeAt("expiresAt") > now);
        var changed = resource.Copy();
        changed.Ensure("spec")["runKeys"] = new JsonArray(
        [
            .. others.Select(entry => (JsonNode?)entry.DeepClone()),
            .. keys.Order(StringComparer.Ordinal).Select(key => (JsonNode?)new JsonObject { ["key"] = key, ["expiresAt"] = ForkResource.Write(ends) }),
        ]);
        changed.Remove("status");
        return changed;
    }
}
