using System.Text.Json;

namespace AgentSandbox.Orchestration.Comparison.Json;

/// <summary>What is asked of values again and again.</summary>
internal static class JsonValues
{
    public static JsonTypes TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.Number => value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? JsonTypes.Integer : JsonTypes.Number,
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Object => JsonTypes.Object,
        JsonValueKind.Array => JsonTypes.Array,
        _ => JsonTypes.Null,
    };

    /// <summary>The members by name; of members with one name the last counts, as with most readers.</summary>
    public static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    /// <summary>The document, or null for what is not one, is nested deeper than 64 levels, or has half a surrogate pair in a text.</summary>
    public static JsonElement? TryParse(string text)
    {
        try
        {
            var document = JsonSerializer.Deserialize<JsonElement>(text);
            ReadTexts(document);
            return document;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static JsonElement Of(string text) => JsonSerializer.SerializeToElement(text);

    public static JsonElement Of(int number) => JsonSerializer.SerializeToElement(number);

    /// <summary>Such texts parse and cannot be read; better to know it now.</summary>
    private static void ReadTexts(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    ReadTexts(element);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    _ = member.Name;
                    ReadTexts(member.Value);
                }

                break;
        }
    }
}
