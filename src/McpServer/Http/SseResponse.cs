using System.Buffers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.Http;

/// <summary>A response that is a stream of server-sent events.</summary>
internal static class SseResponse
{
    private static readonly JsonTypeInfo<JsonRpcMessage> s_messageType =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    public static void Prepare(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    /// <summary>Takes back what <see cref="Prepare"/> said, for a message that has no answer.</summary>
    public static void Accepted(HttpContext context)
    {
        context.Response.Headers.Clear();
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    public static Task WriteAsync(HttpContext context, IAsyncEnumerable<SseItem<JsonRpcMessage?>> events, CancellationToken cancellationToken)
    {
        return SseFormatter.WriteAsync(events, context.Response.Body, Format, cancellationToken);
    }

    private static void Format(SseItem<JsonRpcMessage?> item, IBufferWriter<byte> writer)
    {
        if (item.Data is null)
        {
            return;
        }

        using var json = new Utf8JsonWriter(writer);
        JsonSerializer.Serialize(json, item.Data, s_messageType);
    }
}
