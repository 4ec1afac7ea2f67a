using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration.Reading;

namespace AgentSandbox.Orchestration.Configuration.Yaml;

/// <summary>Turns a part of a document into the JSON that it stands for, by YAML's core schema.</summary>
internal static class YamlJson
{
    public static JsonNode? Convert(YamlValue value, ProblemList problems, string path) => value.Kind switch
    {
        YamlValueKind.Mapping => new JsonObject(value.Entries.Select(entry
            => KeyValuePair.Create(entry.Name, Convert(entry.Value, problems, Texts.Join(path, Texts.Shorten(entry.Name)))))),
        YamlValueKind.Sequence => new JsonArray([.. value.Items.Select((item, index) => Convert(item, problems, $"{path}[{index}]"))]),
        _ => value.Type switch
        {
            YamlScalarType.Null => null,
            YamlScalarType.Boolean => JsonValue.Create(value.IsTrue),
            YamlScalarType.Integer or YamlScalarType.Float => Number(value, problems, path),
            _ => JsonValue.Create(value.Text),
        },
    };

    private static JsonNode? Number(YamlValue value, ProblemList problems, string path)
    {
        var text = value.Text;
        if (text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal))
        {
            return JsonValue.Create(hexadecimal);
        }

        if (text.StartsWith("0o", StringComparison.Ordinal) && text.Length <= 22)
        {
            return JsonValue.Create(text.Skip(2).Aggregate(0L, (sum, digit) => unchecked((sum * 8) + (digit - '0'))));
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return JsonValue.Create(number);
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var large) && double.IsFinite(large))
        {
            return JsonValue.Create(large);
        }

        problems.Add(ConfigurationProblemCodes.InvalidValue, $"\"{Texts.Shorten(text)}\" in \"{path}\" is not a number that JSON has.", "write another number, or put quotes around a text", value, path);
        return null;
    }
}
