using System.Globalization;
using System.Text.Json;

namespace AgentSandbox.McpServer.Protocol.Arguments;

/// <summary>
/// What is wrong with arguments, measured by a tool's input schema: unknown, missing and ill-typed ones.
/// Only what the schemas of tools say is understood; composed schemas (anyOf, $ref, …) are left to the tool.
/// </summary>
internal static class ArgumentProblems
{
    private const int MaxShownValue = 40;

    public static IReadOnlyList<string> Find(IDictionary<string, JsonElement>? arguments, JsonElement schema)
    {
        var problems = new List<string>();
        CheckMembers(arguments ?? new Dictionary<string, JsonElement>(), schema, "", problems);
        return problems;
    }

    private static void CheckMembers(IEnumerable<KeyValuePair<string, JsonElement>> members, JsonElement schema, string path, List<string> problems)
    {
        var properties = schema.TryGetProperty("properties", out var p) ? p.EnumerateObject().ToDictionary(x => x.Name, x => x.Value) : [];
        var required = schema.TryGetProperty("required", out var r) ? r.EnumerateArray().Select(x => x.GetString() ?? "").ToHashSet() : [];
        var missing = new HashSet<string>(required);
        foreach (var (name, value) in members)
        {
            if (!properties.TryGetValue(name, out var property))
            {
                CheckAdditional(name, value, schema, properties.Keys, path, problems);
            }
            else if (value.ValueKind != JsonValueKind.Null)
            {
                missing.Remove(name);
                CheckValue(value, property, path + name, problems);
            }
        }

        problems.AddRange(missing.Order(StringComparer.Ordinal).Select(name => $"Missing required argument '{path}{name}'{Describe(properties, name)}."));
    }

    private static void CheckAdditional(
        string name, JsonElement value, JsonElement schema, IReadOnlyCollection<string> known, string path, List<string> problems)
    {
        var declared = schema.TryGetProperty("additionalProperties", out var additional);
        if (declared && additional.ValueKind == JsonValueKind.Object)
        {
            CheckValue(value, additional, path + name, problems);
        }
        else if (!declared || additional.ValueKind == JsonValueKind.False)
        {
            var nearest = NearestArgument.Of(name, known);
            var hint = nearest is not null ? $"did you mean '{path}{nearest}'?"
                : known.Count == 0 ? "it takes none."
                : $"known: {string.Join(", ", known)}.";
            problems.Add($"Unknown argument '{path}{Shorten(name)}'; {hint}");
        }
    }

    private static void CheckValue(JsonElement value, JsonElement schema, string path, List<string> problems)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var types = Types(schema);
        if (types.Count > 0 && !types.Any(type => IsOfType(value, type)))
        {
            problems.Add($"Argument '{path}' must be {string.Join(" or ", types.Select(Article))}, not {Show(value)}.");
        }
        else if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(a => JsonElement.DeepEquals(a, value)))
        {
            var names = string.Join(", ", allowed.EnumerateArray().Select(a => a.ToString()));
            problems.Add($"Argument '{path}' must be one of {names}, not {Show(value)}.");
        }
        else
        {
            CheckContent(value, schema, path, problems);
        }
    }

    private static void CheckContent(JsonElement value, JsonElement schema, string path, List<string> problems)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when schema.TryGetProperty("properties", out _) || schema.TryGetProperty("additionalProperties", out _):
                CheckMembers(value.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, m.Value)), schema, path + ".", problems);
                break;
            case JsonValueKind.Array when schema.TryGetProperty("items", out var items):
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    CheckValue(item, items, $"{path}[{index++}]", problems);
                }

                break;
            case JsonValueKind.String when schema.TryGetProperty("maxLength", out var maximum) && value.GetString()?.Length > maximum.GetInt32():
                problems.Add($"Argument '{path}' is longer than {maximum} characters.");
                break;
            case JsonValueKind.Number:
                CheckRange(value.GetDouble(), schema, path, problems);
                break;
        }
    }

    private static void CheckRange(double value, JsonElement schema, string path, List<string> problems)
    {
        if (schema.TryGetProperty("minimum", out var minimum) && value < minimum.GetDouble())
        {
            problems.Add($"Argument '{path}' must be at least {minimum}, not {value.ToString(CultureInfo.InvariantCulture)}.");
        }
        else if (schema.TryGetProperty("maximum", out var maximum) && value > maximum.GetDouble())
        {
            problems.Add($"Argument '{path}' must be at most {maximum}, not {value.ToString(CultureInfo.InvariantCulture)}.");
        }
    }

    private static List<string> Types(JsonElement schema)
    {
        return !schema.TryGetProperty("type", out var type) ? []
            : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString() ?? "")]
            : [type.GetString() ?? ""];
    }

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "null" => value.ValueKind == JsonValueKind.Null,

        // Models often quote numbers; the serializer reads such a string too.
        "integer" => long.TryParse(NumberText(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "number" => double.TryParse(NumberText(value), NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        _ => true,
    };

    private static string? NumberText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => value.GetString(),
        _ => null,
    };

    private static string Describe(Dictionary<string, JsonElement> properties, string name) =>
        properties.TryGetValue(name, out var property) && property.TryGetProperty("description", out var text)
            ? $" ({text.GetString()?.TrimEnd('.')})"
            : "";

    private static string Article(string type) => type is "integer" or "object" or "array" ? $"an {type}" : type is "null" ? type : $"a {type}";

    private static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => $"the string \"{Shorten(value.GetString() ?? "")}\"",
        _ => Shorten(value.GetRawText()),
    };

    private static string Shorten(string text) => text.Length <= MaxShownValue ? text : text[..MaxShownValue] + "…";
}
