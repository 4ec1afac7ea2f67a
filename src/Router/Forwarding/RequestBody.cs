using System.IO.Pipelines;
using System.Net;
using AgentSandbox.Router.Recording;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.Router.Forwarding;

/// <summary>The client's request body as the content of the upstream request: streamed as it comes; only a recording keeps a part of it.</summary>
internal sealed class RequestBody(HttpRequest request, IdleTimer timer, TimeSpan responseLimit, BodyTap? tap) : HttpContent
{
    private readonly CancellationTokenSource _stop = new();
    private Task _copying = Task.CompletedTask;
    private bool _consumed;

    /// <summary>What the client's side of the upload failed with.</summary>
    public Exception? ClientFault { get; private set; }

    /// <summary>Ends an upload that nobody reads any more; the request's reader must be free when the request ends.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _copying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The handler may try again on another connection, but a stream that has been read cannot be sent twice.
        _copying = _consumed
            ? Task.FromException(new IOException("The connection ended while the request body was being sent."))
            : CopyAsync(stream, cancellationToken);
        return _copying;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = request.ContentLength ?? 0;
        return request.ContentLength is not null;
    }

    private async Task CopyAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        var reader = request.BodyReader;
        var headSent = false;
        while (true)
        {
            var read = ReadAsync(reader, linked.Token);
            if (!headSent && !read.IsCompleted)
            {
                // The upstream must see the head before the first byte of a body that comes later, or both sides wait.
                await stream.FlushAsync(linked.Token);
            }

            headSent = true;
            var result = await read;
            if (result.IsCanceled)
            {
                throw new OperationCanceledException(linked.Token);
            }

            _consumed |= !result.Buffer.IsEmpty;
            await WriteAsync(stream, result, reader, linked.Token);
            if (result.IsCompleted)
            {
                timer.Restart(responseLimit);
                return;
            }

            timer.Restart();
        }
    }

    private async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            ClientFault = exception;
            throw;
        }
    }

    private async Task WriteAsync(Stream stream, ReadResult result, PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var segment in result.Buffer)
            {
                tap?.Write(segment.Span);
                await stream.WriteAsync(segment, cancellationToken);
            }

            if (!result.Buffer.IsEmpty)
            {
                await stream.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            reader.AdvanceTo(result.Buffer.End);
        }
    }
}
