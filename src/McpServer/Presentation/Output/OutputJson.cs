using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>
/// Puts records into structured content. The outer records are the tools' output schemas; their lists are plain
/// arrays of objects there, because a schema of each item would cost every agent's context more than it tells.
/// </summary>
internal static class OutputJson
{
    public static JsonObject Object<T>(T value)
        where T : notnull
    {
        var node = JsonSerializer.SerializeToNode(value, ProtocolJson.Options.GetTypeInfo(typeof(T)));
        return node as JsonObject ?? throw new ArgumentException($"'{typeof(T).Name}' is not an object.", nameof(value));
    }

    public static JsonArray Array<T>(IEnumerable<T> values)
        where T : notnull => new([.. values.Select(value => (JsonNode)Object(value))]);

    /// <summary>Null, and so left out, when there is nothing to list.</summary>
    public static JsonArray? Some(IReadOnlyCollection<string> values) => values.Count == 0 ? null : Strings(values);

    public static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode?)value)]);
}
