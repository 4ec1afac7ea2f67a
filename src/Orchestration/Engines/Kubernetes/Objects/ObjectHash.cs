using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

/// <summary>Hashes of JSON that do not depend on the order of names, which the API server does not keep.</summary>
internal static class ObjectHash
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The first 16 hexadecimal digits of the SHA-256.</summary>
    public static string Of(JsonNode? node) => OfText(Canonical(node)?.ToJsonString(s_plain) ?? "null");

    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    /// <summary>A copy whose names are in ordinal order; nulls in objects are left out, as the server does.</summary>
    public static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonObject parent => new JsonObject(parent
            .Where(pair => pair.Value is not null)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, Canonical(pair.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Canonical)]),
        _ => node?.DeepClone(),
    };
}
