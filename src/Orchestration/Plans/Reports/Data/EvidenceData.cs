using System.Text;
using System.Text.Json;

namespace AgentSandbox.Orchestration.Plans.Reports.Data;

/// <summary>
/// Reads the data of evidence. It is untrusted and may come from another version, so nothing here throws: what is not
/// as expected is left out, and a report then shows the lines of the evidence.
/// </summary>
internal static class EvidenceData
{
    /// <summary>The elements of a list that are objects.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement? data) => data is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
        : [];

    public static JsonElement? Member(JsonElement? data, string name) =>
        data is { ValueKind: JsonValueKind.Object } && data.Value.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A member as text: strings as they are, everything else as JSON; null when there is none.</summary>
    public static string? Text(JsonElement? data, string name) => Member(data, name) is { } value ? Text(value) : null;

    public static double? Number(JsonElement? data, string name) => Number(Member(data, name));

    public static double? Number(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } && value.Value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    public static bool? Truth(JsonElement? data, string name) => Member(data, name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Copies a value; half characters, which JSON can hold and UTF-8 cannot, are replaced.</summary>
    public static void Copy(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var (name, member) in Members(value))
                {
                    writer.WritePropertyName(name);
                    Copy(writer, member);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Copy(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text(value));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>Text without half characters.</summary>
    public static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The members of an object; one whose name is no text is left out.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (NameOf(member) is { } name)
            {
                yield return (name, member.Value);
            }
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // A string such as "\ud800" is JSON and yet no text.
            return value.GetRawText();
        }
    }
}
