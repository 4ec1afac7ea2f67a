using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Plans.Templates;

/// <summary>Writes JSON as plans send and show it: compact, and readable where it may be.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 128 };

    public static string Write(JsonNode? node) => node?.ToJsonString(s_compact) ?? "null";

    public static JsonElement Element(JsonNode? node) => JsonSerializer.SerializeToElement(node, s_compact);
}
