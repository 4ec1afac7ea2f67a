using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>Builds the structural schemas of custom resources: each field has a description, and only what Kubernetes 1.20 checks is used.</summary>
internal static class Schema
{
    public const string DnsLabel = "^[a-z]([-a-z0-9]*[a-z0-9])?$";
    public const string Duration = "^([0-9]{1,9}(ms|s|m|h|d))+$";
    public const string Quantity = @"^[0-9]+(\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei|[eE][-+]?[0-9]+)?$";
    public const string Variable = "^[A-Za-z_][A-Za-z0-9_.-]*$";

    public static JsonObject Text(string description, string? pattern = null, int max = 256, params string[] choices)
    {
        var schema = Node("string", description);
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }

        if (choices.Length > 0)
        {
            schema["enum"] = choices.ToJson();
        }
        else
        {
            schema["maxLength"] = max;
        }

        return schema;
    }

    public static JsonObject Time(string description)
    {
        var schema = Node("string", description);
        schema["format"] = "date-time";
        return schema;
    }

    public static JsonObject Number(string description, int min, int max)
    {
        var schema = Node("integer", description);
        schema["format"] = "int32";
        schema["minimum"] = min;
        schema["maximum"] = max;
        return schema;
    }

    public static JsonObject Long(string description)
    {
        var schema = Node("integer", description);
        schema["format"] = "int64";
        return schema;
    }

    public static JsonObject Flag(string description) => Node("boolean", description);

    public static JsonObject List(string description, JsonObject items, int max, params string[] keys)
    {
        var schema = Node("array", description);
        schema["maxItems"] = max;
        schema["items"] = items;
        if (keys.Length > 0)
        {
            // With keys, two writers of different entries do not undo each other's.
            schema["x-kubernetes-list-type"] = "map";
            schema["x-kubernetes-list-map-keys"] = keys.ToJson();
        }

        return schema;
    }

    public static JsonObject Map(string description, JsonObject values)
    {
        var schema = Node("object", description);
        schema["additionalProperties"] = values;
        return schema;
    }

    /// <summary>An object whose fields are not known here; kept as it is written.</summary>
    public static JsonObject Free(string description)
    {
        var schema = Node("object", description);
        schema["x-kubernetes-preserve-unknown-fields"] = true;
        return schema;
    }

    public static JsonObject Object(string description, IReadOnlyList<string> required, params (string Name, JsonObject Schema)[] properties)
    {
        var schema = Node("object", description);
        if (required.Count > 0)
        {
            schema["required"] = required.ToJson();
        }

        schema["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Schema)));
        return schema;
    }

    private static JsonObject Node(string type, string description) => new() { ["type"] = type, ["description"] = description };
}
