using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;

namespace AgentSandbox.McpServer.Protocol;

/// <summary>
/// The JSON of tool arguments and structured results: snake_case members and enum values, nulls left out.
/// Built on the SDK's options, whose own protocol types name their members explicitly and so are not touched.
/// </summary>
internal static class ProtocolJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The structured form of a tool's result.</summary>
    public static JsonElement ToElement<T>(T value) =>
        JsonSerializer.SerializeToElement(value, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)));

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(McpJsonUtilities.DefaultOptions)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DictionaryKeyPolicy = null,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };

        // First, because the SDK's options bring an enum converter of their own.
        options.Converters.Insert(0, new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.MakeReadOnly();
        return options;
    }
}
