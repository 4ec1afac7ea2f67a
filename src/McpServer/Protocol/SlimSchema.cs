using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.Protocol;

/// <summary>
/// Makes the schemas that the SDK generates smaller and portable: some clients refuse <c>"type": [x, "null"]</c>,
/// and null defaults and titles say nothing.
/// </summary>
internal static class SlimSchema
{
    public static JsonElement ForInput(JsonElement schema, Func<string, string> argumentName)
    {
        var root = Parse(schema);
        Slim(root, keepRequired: true);
        Rename(root, argumentName);
        return ToElement(root);
    }

    /// <summary>A nullable member is left out when it is null, so it must not be required either.</summary>
    public static JsonElement ForOutput(JsonElement schema)
    {
        var root = Parse(schema);
        Slim(root, keepRequired: false);
        return ToElement(root);
    }

    private static JsonObject Parse(JsonElement schema) =>
        JsonObject.Create(schema) ?? throw new ArgumentException("A tool's schema must be an object.", nameof(schema));

    private static JsonElement ToElement(JsonObject root)
    {
        using var document = JsonDocument.Parse(root.ToJsonString());
        return document.RootElement.Clone();
    }

    private static void Slim(JsonNode? node, bool keepRequired)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Slim(item, keepRequired: false);
            }

            return;
        }

        if (node is not JsonObject schema)
        {
            return;
        }

        SlimProperties(schema, keepRequired);
        foreach (var (key, child) in schema.ToArray())
        {
            if (key is "items" or "additionalProperties" or "anyOf" or "oneOf" or "allOf")
            {
                Slim(child, keepRequired: false);
            }
        }

        DropNullType(schema);
        schema.Remove("title");
        schema.Remove("$schema");
        if (schema.TryGetPropertyValue("default", out var value) && value is null)
        {
            schema.Remove("default");
        }
    }

    private static void SlimProperties(JsonObject schema, bool keepRequired)
    {
        if (schema["properties"] is not JsonObject properties)
        {
            return;
        }

        foreach (var (name, property) in properties)
        {
            if (!keepRequired && IsNullable(property) && schema["required"] is JsonArray required)
            {
                required.RemoveAll(r => r?.GetValue<string>() == name);
            }

            Slim(property, keepRequired: false);
        }

        if (schema["required"] is JsonArray { Count: 0 })
        {
            schema.Remove("required");
        }
    }

    private static bool IsNullable(JsonNode? schema) =>
        schema?["type"] is JsonArray types && types.Any(t => t?.GetValue<string>() == "null");

    private static void DropNullType(JsonObject schema)
    {
        if (!IsNullable(schema) || schema["type"] is not JsonArray types)
        {
            return;
        }

        var kept = types.Where(t => t?.GetValue<string>() != "null").Select(t => t?.DeepClone()).ToArray();
        schema["type"] = kept.Length == 1 ? kept[0] : new JsonArray(kept);
        (schema["enum"] as JsonArray)?.RemoveAll(v => v is null);
    }

    private static void Rename(JsonObject root, Func<string, string> argumentName)
    {
        if (root["properties"] is not JsonObject properties)
        {
            return;
        }

        var renamed = new JsonObject();
        foreach (var (name, property) in properties.ToArray())
        {
            properties.Remove(name);
            renamed[argumentName(name)] = property;
        }

        root["properties"] = renamed;
        if (root["required"] is JsonArray required)
        {
            root["required"] = new JsonArray([.. required.Select(r => JsonValue.Create(argumentName(r?.GetValue<string>() ?? "")))]);
        }

        RenameReferences(root, argumentName);
    }

    /// <summary>A repeated type is written once and referred to by its path, which starts with an argument's name.</summary>
    private static void RenameReferences(JsonNode? node, Func<string, string> argumentName)
    {
        const string Prefix = "#/properties/";
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                RenameReferences(item, argumentName);
            }
        }
        else if (node is JsonObject schema)
        {
            if (schema["$ref"] is JsonValue value && value.TryGetValue<string>(out var path) && path.StartsWith(Prefix, StringComparison.Ordinal))
            {
                var rest = path[Prefix.Length..].Split('/', 2);
                schema["$ref"] = Prefix + string.Join('/', [argumentName(rest[0]), .. rest[1..]]);
            }

            foreach (var (_, child) in schema.ToArray())
            {
                RenameReferences(child, argumentName);
            }
        }
    }
}
