using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>Finds the fields in which two states of an object differ.</summary>
internal static class ObjectDifference
{
    private const int MaxPaths = 12;
    private static readonly string[] s_servers = ["managedFields", "resourceVersion", "generation", "creationTimestamp", "uid", "selfLink"];

    /// <summary>All fields but those that the server writes.</summary>
    public static IReadOnlyList<string> Between(JsonObject before, JsonObject after)
    {
        var paths = new List<string>();
        Compare(Plain(before), Plain(after), "", isSubset: false, paths);
        return Bounded(paths);
    }

    /// <summary>Only the fields that are wanted; what the server or somebody else adds is no difference.</summary>
    public static IReadOnlyList<string> Missing(JsonObject wanted, JsonObject current)
    {
        var paths = new List<string>();
        Compare(Plain(current), Plain(wanted), "", isSubset: true, paths);
        return Bounded(paths);
    }

    private static void Compare(JsonNode? before, JsonNode? after, string path, bool isSubset, List<string> paths)
    {
        switch (before, after)
        {
            case (JsonObject left, JsonObject right):
                foreach (var name in right.Select(pair => pair.Key).Concat(isSubset ? [] : left.Select(pair => pair.Key)).Distinct().ToList())
                {
                    Compare(left[name], right[name], path.Length == 0 ? name : $"{path}.{name}", isSubset, paths);
                }

                break;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                for (var i = 0; i < right.Count; i++)
                {
                    Compare(left[i], right[i], $"{path}[{Label(right[i], i)}]", isSubset, paths);
                }

                break;
            default:
                // An empty object or list that is wanted is not stored by the server.
                if (!JsonNode.DeepEquals(before, after) && !(IsEmpty(before) && IsEmpty(after)))
                {
                    paths.Add(path);
                }

                break;
        }
    }

    private static bool IsEmpty(JsonNode? node) => node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    private static string Label(JsonNode? item, int index) => item.TextAt("name") ?? index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static JsonObject Plain(JsonObject item)
    {
        var plain = item.Copy();
        plain.Remove("status");
        foreach (var name in s_servers)
        {
            plain.ObjectAt("metadata")?.Remove(name);
        }

        // A Deployment's controller counts its revisions here.
        plain.ObjectAt("metadata", "annotations")?.Remove("deployment.kubernetes.io/revision");
        return plain;
    }

    private static List<string> Bounded(List<string> paths) => paths.Count <= MaxPaths ? paths : [.. paths.Take(MaxPaths), $"and {paths.Count - MaxPaths} more"];
}
