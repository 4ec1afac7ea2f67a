using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Protocol;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Http;

/// <summary>
/// What the protocol since 2026-07-28 asks of a request's headers: they repeat what the body says, so that a gateway
/// can route by them, and a request whose headers and body differ must be refused.
/// </summary>
internal sealed class ModernRequestCheck(ServerPrimitives primitives)
{
    public const string ModernVersion = "2026-07-28";
    public const string VersionHeader = "MCP-Protocol-Version";

    private const string MethodHeader = "Mcp-Method";
    private const string NameHeader = "Mcp-Name";
    private const string ParameterHeaderPrefix = "Mcp-Param-";

    /// <summary>Versions of the handshake protocol that the SDK still speaks; only they may be named on a session.</summary>
    private static readonly string[] s_sessionVersions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

    private readonly Dictionary<string, JsonElement> _schemas =
        primitives.Tools.ToDictionary(t => t.ProtocolTool.Name, t => t.ProtocolTool.InputSchema, StringComparer.Ordinal);

    /// <summary>Whether the message belongs to the protocol without sessions.</summary>
    public static bool IsModern(IHeaderDictionary headers, PostedMessage posted)
    {
        var version = headers[VersionHeader].ToString();
        return posted.DeclaredVersion is not null || (version.Length > 0 && !s_sessionVersions.Contains(version));
    }

    public HttpRefusal? Check(IHeaderDictionary headers, PostedMessage posted)
    {
        return CheckVersion(headers, posted) ?? CheckEnvelope(posted) ?? CheckMethod(headers, posted) ?? CheckName(headers, posted) ?? CheckParameters(headers, posted);
    }

    private static HttpRefusal? CheckVersion(IHeaderDictionary headers, PostedMessage posted)
    {
        var header = headers[VersionHeader].ToString();
        var declared = posted.DeclaredVersion;
        if (declared is not null && declared != header)
        {
            return HttpRefusal.HeaderMismatch(header.Length == 0
                ? $"Header mismatch: {VersionHeader} is missing; the body declares '{declared}'."
                : $"Header mismatch: {VersionHeader} is '{header}' and the body declares '{declared}'.");
        }

        return header == ModernVersion ? null : UnsupportedVersion(header);
    }

    private static HttpRefusal UnsupportedVersion(string requested)
    {
        return HttpRefusal.Protocol(
            StatusCodes.Status400BadRequest, McpErrorCode.UnsupportedProtocolVersion, $"Unsupported protocol version '{requested}'.") with
        {
            Data = new JsonObject
            {
                // What requests without a session may name; server/discover says the same.
                ["supported"] = new JsonArray(ModernVersion),
                ["requested"] = requested,
            },
        };
    }

    private static HttpRefusal? CheckEnvelope(PostedMessage posted)
    {
        if (!posted.IsRequest)
        {
            return null;
        }

        var missing = new[] { MetaKeys.ProtocolVersion, MetaKeys.ClientCapabilities }.Where(key => posted.Meta?[key] is null).ToArray();
        return missing.Length == 0
            ? null
            : HttpRefusal.Protocol(
                StatusCodes.Status400BadRequest, McpErrorCode.InvalidParams, $"Invalid params: params._meta must have {string.Join(" and ", missing)}.");
    }

    private static HttpRefusal? CheckMethod(IHeaderDictionary headers, PostedMessage posted)
    {
        var header = headers[MethodHeader].ToString().Trim();
        var mayBeAbsent = !posted.IsRequest && header.Length == 0;
        return mayBeAbsent || header == posted.Method
            ? null
            : HttpRefusal.HeaderMismatch($"Header mismatch: {MethodHeader} is '{header}' and the body's method is '{posted.Method}'.");
    }

    private static HttpRefusal? CheckName(IHeaderDictionary headers, PostedMessage posted)
    {
        var name = posted.Method switch
        {
            RequestMethods.ToolsCall or RequestMethods.PromptsGet => PostedMessage.Text(posted.Params?["name"]),
            RequestMethods.ResourcesRead => PostedMessage.Text(posted.Params?["uri"]),
            _ => null,
        };
        return name is null || Decode(headers[NameHeader].ToString()) == name
            ? null
            : HttpRefusal.HeaderMismatch($"Header mismatch: {NameHeader} is '{headers[NameHeader]}' and the body says '{name}'.");
    }

    private HttpRefusal? CheckParameters(IHeaderDictionary headers, PostedMessage posted)
    {
        var tool = PostedMessage.Text(posted.Params?["name"]);
        if (posted.Method != RequestMethods.ToolsCall || tool is null || !_schemas.TryGetValue(tool, out var schema)
            || !schema.TryGetProperty("properties", out var properties))
        {
            return null;
        }

        var arguments = posted.Params?["arguments"] as JsonObject;
        foreach (var property in properties.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("x-mcp-header", out var mark)
                && CheckParameter(headers, ParameterHeaderPrefix + mark.GetString(), arguments?[property.Name]) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static HttpRefusal? CheckParameter(IHeaderDictionary headers, string header, JsonNode? argument)
    {
        var given = headers.TryGetValue(header, out var values) ? Decode(values.ToString()) : null;
        var expected = argument is null ? null : Plain(argument);
        return given == expected && headers.ContainsKey(header) == (argument is not null)
            ? null
            : HttpRefusal.HeaderMismatch($"Header mismatch: {header} does not repeat the argument of the body.");
    }

    private static string Plain(JsonNode argument) => PostedMessage.Text(argument) ?? argument.ToJsonString();

    /// <summary>The value of a header, of which what HTTP cannot carry is in base64; null when that is malformed.</summary>
    private static string? Decode(string value)
    {
        try
        {
            return McpHeaderEncoder.DecodeValue(value.Trim());
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
