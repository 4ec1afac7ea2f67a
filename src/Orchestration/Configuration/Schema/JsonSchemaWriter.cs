using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Schema;

/// <summary>Writes the JSON Schema of <c>agent-sandbox.yaml</c> out of the table of keys, and those of other files out of theirs.</summary>
/// <remarks>
/// Draft-07, which every editor understands. Rules between keys are written with <c>not</c> and <c>anyOf</c>
/// in place of <c>if</c>, because not every validator knows the latter.
/// </remarks>
public static class JsonSchemaWriter
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>The schema as indented JSON with a line break at its end.</summary>
    public static string Write() => Write(KeyTable.Root, "The services of a repository and how AgentSandbox runs them.");

    /// <summary>The schema of a file whose keys are <paramref name="root"/>.</summary>
    internal static string Write(ObjectShape root, string description)
    {
        var definitions = new JsonObject();
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = root.Name,
            ["description"] = description,
        };
        foreach (var (key, value) in ObjectSchema(root, definitions).ToList())
        {
            schema[key] = value?.DeepClone();
        }

        schema["definitions"] = definitions;
        return schema.ToJsonString(s_format) + "\n";
    }

    private static JsonObject Schema(Shape shape, JsonObject definitions) => shape switch
    {
        AnyShape => [],
        ScalarShape scalar => ScalarSchema(scalar),
        ListShape list => new JsonObject
        {
            ["type"] = "array",
            ["items"] = Schema(list.Item, definitions),
        }.With("minItems", list.AllowsEmpty ? null : 1).With("maxItems", list.MaxItems),
        MapShape map => new JsonObject
        {
            ["type"] = "object",
            ["patternProperties"] = new JsonObject { [map.Name.Pattern ?? ""] = Schema(map.Value, definitions) },
            ["additionalProperties"] = false,
            ["maxProperties"] = map.MaxEntries,
        }.With("minProperties", map.AllowsEmpty ? null : 1),
        ObjectShape section => Reference(section, definitions),
        ChoiceShape choice => new JsonObject
        {
            ["anyOf"] = new JsonArray([.. new Shape?[] { choice.Scalar, choice.List, choice.Object }
                .OfType<Shape>()
                .Select(alternative => Schema(alternative, definitions))]),
        },
        _ => throw new InvalidOperationException($"Shape {shape.GetType().Name} has no schema."),
    };

    private static JsonObject Reference(ObjectShape shape, JsonObject definitions)
    {
        if (!definitions.ContainsKey(shape.Name))
        {
            definitions[shape.Name] = ObjectSchema(shape, definitions);
        }

        return new JsonObject { ["$ref"] = $"#/definitions/{shape.Name}" };
    }

    private static JsonObject ScalarSchema(ScalarShape shape)
    {
        var types = new (YamlScalarType Type, string Name)[]
        {
            (YamlScalarType.String, "string"),
            (YamlScalarType.Float, "number"),
            (YamlScalarType.Integer, "integer"),
            (YamlScalarType.Boolean, "boolean"),
            (YamlScalarType.Null, "null"),
        }.Where(pair => (shape.Types & pair.Type) != 0).Select(pair => (JsonNode)pair.Name).ToArray();
        var schema = new JsonObject { ["type"] = types.Length == 1 ? types[0] : new JsonArray(types) };
        if (shape.Values.Count > 0)
        {
            var values = shape.Values.Select(value => shape.Types == YamlScalarType.Boolean ? (JsonNode?)(value == "true") : value);
            schema["enum"] = new JsonArray([.. shape.AllowsNull ? values.Append(null) : values]);
        }

        return schema
            .With("pattern", shape.Pattern)
            .With("minimum", shape.Minimum)
            .With("maximum", shape.Maximum);
    }

    private static JsonObject ObjectSchema(ObjectShape shape, JsonObject definitions)
    {
        var properties = new JsonObject();
        foreach (var key in shape.Keys)
        {
            properties[key.Name] = KeySchema(key, definitions);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (shape.AllowsExtensions)
        {
            schema["patternProperties"] = new JsonObject { ["^x-"] = new JsonObject() };
        }

        schema["additionalProperties"] = shape.AllowsAny;
        var required = shape.Keys.Where(key => key.IsRequired).Select(key => (JsonNode)key.Name).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        var rules = RulesOf(shape).ToArray();
        if (rules.Length > 0)
        {
            schema["allOf"] = new JsonArray(rules);
        }

        return schema;
    }

    private static JsonObject KeySchema(KeyDefinition key, JsonObject definitions)
    {
        // What stands beside a $ref is ignored in draft-07, so that the description needs a level of its own.
        var schema = Schema(key.Shape, definitions);
        var described = schema.ContainsKey("$ref") ? new JsonObject { ["allOf"] = new JsonArray(schema) } : schema;
        described["description"] = key.Default is null ? key.Description : $"{key.Description} Default: {key.Default}.";
        return described;
    }

    private static IEnumerable<JsonNode> RulesOf(ObjectShape shape)
    {
        if (shape.AnyOf.Count > 0)
        {
            yield return AnyOf(shape.AnyOf.Select(Has));
        }

        foreach (var need in shape.Needs)
        {
            yield return AnyOf(need.OneOf.Select(Has).Prepend(Not(Has(need.Key))));
        }

        foreach (var conflict in shape.Conflicts)
        {
            yield return AnyOf([Not(Has(conflict.Key)), Not(AnyOf(conflict.With.Select(Has)))]);
        }
    }

    private static JsonObject Has(string key) => new() { ["required"] = new JsonArray(key) };

    private static JsonObject Not(JsonObject schema) => new() { ["not"] = schema };

    private static JsonObject AnyOf(IEnumerable<JsonObject> schemas) => new() { ["anyOf"] = new JsonArray([.. schemas]) };

    private static JsonObject With(this JsonObject schema, string key, JsonNode? value)
    {
        if (value is not null)
        {
            schema[key] = value;
        }

        return schema;
    }
}
