using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.Http;

/// <summary>One JSON-RPC message as it was posted: the SDK's form, and its JSON for the checks that need it.</summary>
internal sealed record PostedMessage(JsonRpcMessage Message, JsonObject Body)
{
    private static readonly JsonTypeInfo<JsonRpcMessage> s_messageType =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    /// <summary>Of two members of one name, checks and handlers could see different ones.</summary>
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    public JsonNode? Id => Body["id"];

    public string? Method => Text(Body["method"]);

    public JsonObject? Params => Body["params"] as JsonObject;

    public JsonObject? Meta => Params?["_meta"] as JsonObject;

    /// <summary>The protocol version that the message itself declares; messages since 2026-07-28 do.</summary>
    public string? DeclaredVersion => Text(Meta?[MetaKeys.ProtocolVersion]);

    public bool IsRequest => Message is JsonRpcRequest;

    /// <summary>The text of a node, or null when it is absent or not a string.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Reads the body up to the limit; anything that is not one JSON-RPC message is a refusal.</summary>
    public static async Task<(PostedMessage? Message, HttpRefusal? Refusal, JsonNode? Id)> ReadAsync(
        HttpRequest request, int maxBodyBytes, CancellationToken cancellationToken)
    {
        if (await ReadBodyAsync(request, maxBodyBytes, cancellationToken) is not { } bytes)
        {
            return (null, HttpRefusal.Transport(StatusCodes.Status413PayloadTooLarge, $"Payload too large: the limit is {maxBodyBytes} bytes."), null);
        }

        // The parser reads past it, and whoever asks for the text would meet it later.
        if (!Utf8.IsValid(bytes))
        {
            return (null, HttpRefusal.Protocol(StatusCodes.Status400BadRequest, McpErrorCode.ParseError, "Parse error: the body is not valid UTF-8."), null);
        }

        try
        {
            return JsonNode.Parse(bytes, documentOptions: s_strict) switch
            {
                JsonObject body => Parse(body),
                JsonArray => (null, Invalid("Batches are not supported; send one message per request."), null),
                _ => (null, Invalid("The body must be one JSON-RPC message."), null),
            };
        }
        catch (JsonException)
        {
            return (null, HttpRefusal.Protocol(StatusCodes.Status400BadRequest, McpErrorCode.ParseError, "Parse error: the body is not valid JSON."), null);
        }
    }

    private static (PostedMessage?, HttpRefusal?, JsonNode?) Parse(JsonObject body)
    {
        var id = body["id"] is JsonValue value ? value : null;
        try
        {
            return body.Deserialize(s_messageType) is { } message
                ? (new PostedMessage(message, body), null, id)
                : (null, Invalid("The body must be one JSON-RPC message."), id);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, Invalid("The body is not a JSON-RPC 2.0 request, notification or response."), id);
        }
    }

    private static HttpRefusal Invalid(string fact) =>
        HttpRefusal.Protocol(StatusCodes.Status400BadRequest, McpErrorCode.InvalidRequest, $"Invalid request: {fact}");

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, int maxBodyBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBodyBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > maxBodyBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
