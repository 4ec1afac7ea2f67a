using AgentSandbox.Router.Recording;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AgentSandbox.Router.Forwarding;

/// <summary>Streams an upstream's response body, and its trailers, to the client as they come.</summary>
internal static class ResponseBody
{
    private const int BufferSize = 64 * 1024;

    public static async Task CopyAsync(HttpResponseMessage source, HttpContext context, IdleTimer timer, BodyTap? tap)
    {
        if (WantsChunkedTrailers(source, context))
        {
            await ChunkedResponse.CopyAsync(source, context, timer, tap);
            return;
        }

        await using var body = await source.Content.ReadAsStreamAsync(timer.Token);
        var writer = context.Response.BodyWriter;
        await SendHeadWhenBodyIsLateAsync(body, context, timer);
        while (true)
        {
            var memory = writer.GetMemory(BufferSize);
            var read = await body.ReadAsync(memory, timer.Token);
            if (read == 0)
            {
                break;
            }

            timer.Restart();
            tap?.Write(memory.Span[..read]);
            writer.Advance(read);
            var flush = await writer.FlushAsync(timer.Token);
            if (flush.IsCompleted || flush.IsCanceled)
            {
                throw new OperationCanceledException("The client has closed its connection.");
            }
        }

        if (context.Features.Get<IHttpResponseTrailersFeature>() is { } trailers)
        {
            ResponseHead.CopyTrailers(source, trailers.Trailers);
        }

        await context.Response.CompleteAsync();
    }

    /// <summary>
    /// A stream may be silent for long after its head, which the client must see at once. A response that ends with its
    /// head is left alone: in HTTP/2 it must stay one frame, because gRPC reads "trailers only" from it.
    /// </summary>
    private static async Task SendHeadWhenBodyIsLateAsync(Stream body, HttpContext context, IdleTimer timer)
    {
        var waiting = body.ReadAsync(Memory<byte>.Empty, timer.Token);
        if (!waiting.IsCompleted)
        {
            await context.Response.StartAsync(timer.Token);
            await context.Response.BodyWriter.FlushAsync(timer.Token);
        }

        await waiting;
    }

    /// <summary>The server writes no trailers on HTTP/1.1, so a response that announces some is framed here.</summary>
    private static bool WantsChunkedTrailers(HttpResponseMessage source, HttpContext context) =>
        HttpProtocol.IsHttp11(context.Request.Protocol)
        && source.Headers.NonValidated.Contains("Trailer")
        && !source.Content.Headers.NonValidated.Contains("Content-Length")
        && !HttpMethods.IsHead(context.Request.Method)
        && (int)source.StatusCode is not (204 or 205 or 304 or < 200);
}
