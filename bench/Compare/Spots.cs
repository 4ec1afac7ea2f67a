using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentSandbox.Bench.Compare;

/// <summary>Where in a document a change can be made: paths of member names, with * for every element of a list.</summary>
internal static class Spots
{
    // What the noise varies is no place for a change that has to be seen as one.
    private static readonly HashSet<string> s_noisy = ["traceId", "available", "onHand", "reserved", "at", "pickedUpAt", "id", "orderId", "sku", "trackingNumber"];

    public static IEnumerable<(string Path, JsonValueKind Kind, string Text)> All(JsonNode? node, string prefix = "")
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    var path = prefix.Length == 0 ? name : $"{prefix}.{name}";
                    yield return (path, value?.GetValueKind() ?? JsonValueKind.Null, value?.ToJsonString() ?? "null");
                    foreach (var inner in All(value, path))
                    {
                        yield return inner;
                    }
                }

                break;
            case JsonArray { Count: > 0 } items:
                foreach (var inner in All(items[0], prefix.Length == 0 ? "*" : $"{prefix}.*"))
                {
                    yield return inner;
                }

                break;
        }
    }

    public static decimal Number(JsonNode? node) => decimal.Parse(node?.ToJsonString() ?? "0", CultureInfo.InvariantCulture);

    public static bool IsQuiet(string path) => !s_noisy.Contains(path.Split('.')[^1]);

    /// <summary>Changes the member at a path, in every object that has it.</summary>
    public static void Edit(JsonNode? root, string path, Action<JsonObject, string> edit)
    {
        var steps = path.Split('.');
        IEnumerable<JsonNode?> at = [root];
        foreach (var step in steps[..^1])
        {
            at = step == "*" ? at.OfType<JsonArray>().SelectMany(list => list) : at.OfType<JsonObject>().Select(owner => owner[step]);
        }

        foreach (var owner in at.OfType<JsonObject>().Where(owner => owner.ContainsKey(steps[^1])).ToList())
        {
            edit(owner, steps[^1]);
        }
    }
}
