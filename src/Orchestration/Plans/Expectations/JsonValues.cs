using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentSandbox.Orchestration.Plans.Expectations;

/// <summary>What expectations need to know of JSON values.</summary>
internal static class JsonValues
{
    private const int MaxShown = 200;

    // Redaction comes before the cut, or half a secret would be left; what is far behind the cut need not be looked at.
    private const int MaxRedacted = 64 * 1024;

    // Deeper documents are nobody's interface, and everything that walks them is recursive.
    private const int MaxDepth = 200;

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    /// <summary>Parses a text; null with the reason when it is not JSON.</summary>
    public static JsonElement? TryParse(string text, out string problem)
    {
        problem = "";
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var root = document.RootElement.Clone();
            RequireWholeTexts(root);
            return root;
        }
        catch (JsonException e)
        {
            problem = e.Message;
        }
        catch (InvalidOperationException)
        {
            problem = "a text in it has half of a surrogate pair.";
        }

        return null;
    }

    /// <summary>Equality of JSON: numbers by value, objects without regard to order, the last of several equal keys.</summary>
    public static bool AreEqual(JsonElement left, JsonElement right) => (left.ValueKind, right.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => NumberOf(left) == NumberOf(right),
        (JsonValueKind.String, JsonValueKind.String) => left.ValueEquals(right.GetString()),
        (JsonValueKind.Array, JsonValueKind.Array) => left.GetArrayLength() == right.GetArrayLength() && left.EnumerateArray().Zip(right.EnumerateArray()).All(pair => AreEqual(pair.First, pair.Second)),
        (JsonValueKind.Object, JsonValueKind.Object) => ObjectsAreEqual(left, right),
        var (one, other) => one == other,
    };

    public static JsonNumber? NumberOf(JsonElement value) => value.ValueKind == JsonValueKind.Number ? JsonNumber.Parse(value.GetRawText()) : null;

    /// <summary>The properties of an object; of several with one name, the last.</summary>
    public static Dictionary<string, JsonElement> Properties(JsonElement value)
    {
        var properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            properties[property.Name] = property.Value;
        }

        return properties;
    }

    public static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => NumberOf(value) is { IsInteger: true } ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        _ => "null",
    };

    /// <summary>A value for a message: without secrets, on one line, bounded.</summary>
    public static string Show(JsonElement value, Func<string, string>? redact = null) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.String => Cut(Text(Redacted(value.GetString() ?? "", redact))),
        JsonValueKind.Number => Cut(Redacted(value.GetRawText(), redact)),
        _ => Cut(Redacted(JsonSerializer.Serialize(value, s_plain), redact)),
    };

    /// <summary>A text in quotes.</summary>
    public static string Text(string text) => JsonSerializer.Serialize(text, s_plain);

    public static string Cut(string text) => text.Length <= MaxShown
        ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxShown - 1]) ? MaxShown - 1 : MaxShown), "…");

    private static string Redacted(string text, Func<string, string>? redact) =>
        redact is null ? text : redact(text.Length <= MaxRedacted ? text : text[..MaxRedacted]);

    private static bool ObjectsAreEqual(JsonElement left, JsonElement right)
    {
        var (ours, theirs) = (Properties(left), Properties(right));
        return ours.Count == theirs.Count && ours.All(property => theirs.TryGetValue(property.Key, out var other) && AreEqual(property.Value, other));
    }

    private static void RequireWholeTexts(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    RequireWholeTexts(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    _ = property.Name;
                    RequireWholeTexts(property.Value);
                }

                break;
        }
    }
}
