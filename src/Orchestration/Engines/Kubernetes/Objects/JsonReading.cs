using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

/// <summary>Reads objects of the API without trusting their shape: what is missing or of another type is simply not there.</summary>
/// <remarks>Custom resources can hold anything where an older schema let it in, so nothing here throws.</remarks>
internal static class JsonReading
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node is JsonObject parent && parent.TryGetPropertyValue(name, out var child) ? child : null;
        }

        return node;
    }

    public static JsonObject? ObjectAt(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonObject;

    public static string? TextAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool FlagAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path)?.GetValueKind() == JsonValueKind.True;

    /// <summary>A whole number that fits; null for anything else.</summary>
    public static int? NumberAt(this JsonNode? node, params ReadOnlySpan<string> path) => LongAt(node, path) is >= int.MinValue and <= int.MaxValue and { } number ? (int)number : null;

    public static long? LongAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue
            ? (long)number
            : null;

    public static DateTimeOffset? TimeAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.TextAt(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>The objects of an array; items of other types are passed over.</summary>
    public static IEnumerable<JsonObject> ObjectsAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonObject>() : [];

    public static IReadOnlyList<string> ListAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? [.. array.Select(item => item.TextAt()).OfType<string>()] : [];

    /// <summary>A map of texts, ordered by name; values of other types are passed over.</summary>
    public static IReadOnlyDictionary<string, string> TextsAt(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in node.ObjectAt(path) ?? [])
        {
            if (value.TextAt() is { } text)
            {
                texts[name] = text;
            }
        }

        return texts;
    }

    /// <summary>The object at a name, made when it is not there.</summary>
    public static JsonObject Ensure(this JsonObject parent, string name)
    {
        if (parent.ObjectAt(name) is { } there)
        {
            return there;
        }

        var made = new JsonObject();
        parent[name] = made;
        return made;
    }

    public static JsonObject ToJson(this IEnumerable<KeyValuePair<string, string>> texts) =>
        new(texts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));

    public static JsonArray ToJson(this IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);

    /// <summary>A copy without a parent, of the same type.</summary>
    public static JsonObject Copy(this JsonObject node) => (JsonObject)node.DeepClone();
}
