using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Plans.Expectations.Schemas;

/// <summary>Makes of a schema one that the library applies completely, or says what in it would be passed over.</summary>
/// <remarks>
/// The library ignores what it does not know: a schema with <c>const</c> or a mistyped <c>type</c> would hold for
/// everything. So <c>const</c> becomes <c>enum</c>, <c>$defs</c> becomes <c>definitions</c>, patterns become validators of
/// linear time, and every other keyword that it would ignore is refused. It also takes a bound of zero for none, and in
/// a property takes a combination of one reference for that reference, without what stands beside it.
/// </remarks>
internal sealed class SchemaPreparer
{
    private const int MaxDepth = 64;
    private const int MaxSchemas = 5_000;

    private static readonly string[] s_single = ["not"];
    private static readonly string[] s_singleOrFlag = ["additionalProperties", "additionalItems"];
    private static readonly string[] s_lists = ["allOf", "anyOf", "oneOf"];
    private static readonly string[] s_maps = ["properties", "definitions"];

    private static readonly HashSet<string> s_kept = new(StringComparer.Ordinal)
    {
        "type", "enum", "format", "required", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
        "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
        "title", "description", "default", "deprecated", "readOnly", "writeOnly",
    };

    private static readonly HashSet<string> s_dropped = new(StringComparer.Ordinal) { "$schema", "$id", "id", "$comment", "examples", "example" };

    private readonly List<PatternValidator> _patterns = [];
    private readonly List<string> _problems = [];
    private int _schemas;

    private SchemaPreparer()
    {
    }

    /// <summary>The names of JSON types.</summary>
    public static IReadOnlyList<string> Types { get; } = ["string", "number", "integer", "boolean", "object", "array", "null"];

    public static PreparedSchema Prepare(JsonElement schema)
    {
        var preparer = new SchemaPreparer();
        var prepared = preparer.Schema("#", schema, 0);
        return new PreparedSchema(prepared.ToJsonString(), preparer._patterns, preparer._problems);
    }

    private JsonObject Schema(string path, JsonElement schema, int depth)
    {
        var prepared = new JsonObject();
        if (schema.ValueKind == JsonValueKind.True)
        {
            return prepared;
        }

        if (schema.ValueKind == JsonValueKind.False)
        {
            return new JsonObject { ["not"] = prepared };
        }

        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth || ++_schemas > MaxSchemas)
        {
            Problem(path, schema.ValueKind == JsonValueKind.Object ? "the schema is too deep or too large" : $"{JsonValues.Show(schema)} is no schema");
            return prepared;
        }

        foreach (var (name, value) in JsonValues.Properties(schema))
        {
            Keyword(prepared, $"{path}/{name}", name, value, depth);
        }

        if (prepared.Count > 0 && s_lists.Any(name => prepared[name] is JsonArray { Count: 1 }))
        {
            KeepCombinations(prepared);
        }

        return prepared;
    }

    // One part alone would be taken for a reference; beside an empty schema, which holds for everything, it is not.
    private static void KeepCombinations(JsonObject prepared)
    {
        foreach (var name in s_lists.Where(name => name != "allOf" && prepared[name] is JsonArray { Count: 1 }).ToList())
        {
            var only = prepared[name]![0]!.DeepClone(); // the list has one element
            prepared.Remove(name);
            Part(prepared, only.AsObject());
        }

        if (prepared["allOf"] is JsonArray { Count: 1 } parts)
        {
            parts.Add(new JsonObject());
        }
    }

    private void Keyword(JsonObject prepared, string path, string name, JsonElement value, int depth)
    {
        switch (name)
        {
            case "const":
                Also(prepared, "enum", new JsonArray(JsonNode.Parse(value.GetRawText())));
                break;
            case "pattern":
                Pattern(prepared, path, value);
                break;
            case "$ref":
                Reference(prepared, path, value);
                break;
            case "maxItems" or "maxProperties" when JsonValues.NumberOf(value) is { Sign: 0 }:
                Part(prepared, Empty(name));
                break;
            case "$defs":
                Map(prepared, path, "definitions", value, depth);
                break;
            case "type" when !IsType(value):
                Problem(path, $"{JsonValues.Show(value)} is not one of {string.Join(", ", Types)}");
                break;
            case "items" when value.ValueKind == JsonValueKind.Array:
                List(prepared, path, name, value, depth);
                break;
            case "items":
                prepared[name] = Schema(path, value, depth + 1);
                break;
            case "enum":
                Also(prepared, name, JsonNode.Parse(value.GetRawText()));
                break;
            case "format":
                Also(prepared, name, JsonNode.Parse(value.GetRawText()));
                break;
            default:
                Other(prepared, path, name, value, depth);
                break;
        }
    }

    private void Other(JsonObject prepared, string path, string name, JsonElement value, int depth)
    {
        if (s_singleOrFlag.Contains(name) && value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            prepared[name] = value.ValueKind == JsonValueKind.True;
        }
        else if (s_single.Contains(name) || s_singleOrFlag.Contains(name))
        {
            prepared[name] = Schema(path, value, depth + 1);
        }
        else if (s_lists.Contains(name))
        {
            List(prepared, path, name, value, depth);
        }
        else if (s_maps.Contains(name))
        {
            Map(prepared, path, name, value, depth);
        }
        else if (s_kept.Contains(name))
        {
            prepared[name] = JsonNode.Parse(value.GetRawText());
        }
        else if (!s_dropped.Contains(name) && !name.StartsWith("x-", StringComparison.Ordinal))
        {
            Problem(path, $"the keyword '{name}' is not supported, and would be passed over");
        }
    }

    private void Pattern(JsonObject prepared, string path, JsonElement value)
    {
        var problem = "it is not a text";
        if (value.ValueKind == JsonValueKind.String && BoundedPattern.TryParse(value.GetString() ?? "", RegexOptions.None, out problem) is { } pattern)
        {
            var format = $"pattern {_patterns.Count + 1}";
            _patterns.Add(new PatternValidator(format, pattern));
            Also(prepared, "format", JsonValue.Create(format));
            return;
        }

        Problem(path, $"{JsonValues.Show(value)} is not a regular expression of linear time: {problem}");
    }

    private void Reference(JsonObject prepared, string path, JsonElement value)
    {
        var target = value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
        if (target != "#" && !target.StartsWith("#/", StringComparison.Ordinal))
        {
            Problem(path, $"the reference {JsonValues.Show(value)} does not lead into the schema itself, and others are not followed");
            return;
        }

        var local = target.StartsWith("#/$defs/", StringComparison.Ordinal) ? "#/definitions/" + target["#/$defs/".Length..] : target;

        // Beside a reference the library looks at nothing else; so it stands alone in a part that has to hold too.
        Part(prepared, new JsonObject { ["$ref"] = local });
    }

    private void Map(JsonObject prepared, string path, string name, JsonElement value, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Problem(path, "it is not an object of schemas");
            return;
        }

        var map = prepared[name] as JsonObject ?? [];
        foreach (var (key, schema) in JsonValues.Properties(value))
        {
            map[key] = Schema($"{path}/{key}", schema, depth + 1);
        }

        prepared[name] = map;
    }

    private void List(JsonObject prepared, string path, string name, JsonElement value, int depth)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Problem(path, "it is not a list of schemas");
            return;
        }

        var list = prepared[name] as JsonArray ?? [];
        foreach (var (schema, i) in value.EnumerateArray().Select((schema, i) => (schema, i)))
        {
            list.Add(Schema($"{path}/{i}", schema, depth + 1));
        }

        prepared[name] = list;
    }

    // One object holds one of each keyword; a second becomes a part that has to hold too.
    private static void Also(JsonObject prepared, string name, JsonNode? value)
    {
        if (prepared.ContainsKey(name))
        {
            Part(prepared, new JsonObject { [name] = value });
        }
        else
        {
            prepared[name] = value;
        }
    }

    private static void Part(JsonObject prepared, JsonObject part)
    {
        if (prepared["allOf"] is not JsonArray parts)
        {
            prepared["allOf"] = parts = [];
        }

        parts.Add(part);
    }

    private static JsonObject Empty(string keyword) => new()
    {
        ["not"] = keyword == "maxItems"
            ? new JsonObject { ["type"] = "array", ["minItems"] = 1 }
            : new JsonObject { ["type"] = "object", ["minProperties"] = 1 },
    };

    private static bool IsType(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Types.Contains(value.GetString()),
        JsonValueKind.Array => value.GetArrayLength() > 0 && value.EnumerateArray().All(each => each.ValueKind == JsonValueKind.String && Types.Contains(each.GetString())),
        _ => false,
    };

    private void Problem(string path, string text) => _problems.Add($"{JsonValues.Cut(path)}: {text}.");
}
