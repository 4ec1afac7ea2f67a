using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing;

/// <summary>Writes objects as a YAML stream that people can read and review.</summary>
internal static partial class ManifestYaml
{
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IEnumerable<JsonObject> objects, string headline)
    {
        var text = new StringBuilder($"# {headline}\n# Generated: `agent-sandbox install --dry-run` prints it for another namespace or image.\n");
        foreach (var item in objects)
        {
            text.Append("---\n");
            Mapping(text, item, 0);
        }

        return text.ToString();
    }

    private static void Mapping(StringBuilder text, JsonObject mapping, int indent)
    {
        foreach (var (name, value) in mapping)
        {
            text.Append(' ', indent).Append(Scalar(name)).Append(':');
            Value(text, value, indent);
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } mapping:
                text.Append('\n');
                Mapping(text, mapping, indent + 2);
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                List(text, list, indent);
                break;
            default:
                text.Append(' ').Append(Leaf(value)).Append('\n');
                break;
        }
    }

    private static void List(StringBuilder text, JsonArray list, int indent)
    {
        foreach (var item in list)
        {
            text.Append(' ', indent).Append('-');
            if (item is JsonObject { Count: > 0 } mapping)
            {
                var inner = new StringBuilder();
                Mapping(inner, mapping, indent + 2);
                text.Append(' ').Append(inner.ToString()[(indent + 2)..]);
            }
            else
            {
                Value(text, item, indent + 2);
            }
        }
    }

    private static string Leaf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ when value.GetValueKind() == JsonValueKind.String => Scalar(value.GetValue<string>()),
        _ => value.ToJsonString(),
    };

    /// <summary>Plain where no reader of YAML 1.1 or 1.2 could take it for anything but this text; else as JSON, which YAML reads too.</summary>
    private static string Scalar(string text) =>
        PlainPattern().IsMatch(text) && !ReservedPattern().IsMatch(text) && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && !text.EndsWith(':') && !text.EndsWith(' ')
            ? text
            : JsonSerializer.Serialize(text, s_readable);

    [GeneratedRegex(@"^[A-Za-z_/][^\p{C}""\\]*$")]
    private static partial Regex PlainPattern();

    [GeneratedRegex("^(y|n|yes|no|on|off|true|false|null|~)$", RegexOptions.IgnoreCase)]
    private static partial Regex ReservedPattern();
}
