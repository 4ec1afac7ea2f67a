using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest.Refusals;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Streams;

/// <summary>Reads a watch: one JSON object per line, of any size up to a limit.</summary>
internal sealed class WatchReader(Stream body, ApiRequest request, UnreachableFailures unreachable, string description) : IAsyncDisposable
{
    private const int BufferBytes = 32 * 1024;
    private const long MaxLineBytes = 64 * 1024 * 1024;

    private readonly PipeReader _reader = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: BufferBytes));

    /// <summary>The next event or failure; null when the server has ended the watch, or did not when it should have.</summary>
    /// <param name="limit">When the server should have ended it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Result<WatchEvent>?> NextAsync(CancellationToken limit, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit, cancellationToken);
        try
        {
            while (true)
            {
                var line = await ReadLineAsync(either.Token);
                if (line is null)
                {
                    return null;
                }

                if (Parse(line) is { } next)
                {
                    return next;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return unreachable.From(request, exception);
        }
    }

    public ValueTask DisposeAsync() => _reader.CompleteAsync();

    /// <summary>A whole line; null at the end, where half a line is what a server that hangs up leaves, and nothing.</summary>
    private async Task<JsonObject?> ReadLineAsync(CancellationToken cancellationToken)
    {
        long searched = 0;
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (buffer.Slice(searched).PositionOf((byte)'\n') is { } end)
            {
                var line = ParseLine(buffer.Slice(0, end));
                _reader.AdvanceTo(buffer.GetPosition(1, end));
                return line ?? throw new IOException("A line of the watch is not JSON.");
            }

            if (read.IsCompleted)
            {
                var last = ParseLine(buffer);
                _reader.AdvanceTo(buffer.End);
                return last;
            }

            searched = buffer.Length;
            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (searched > MaxLineBytes)
            {
                throw new IOException($"A line of the watch is longer than {MaxLineBytes} bytes.");
            }
        }
    }

    private static JsonObject? ParseLine(ReadOnlySequence<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return JsonNode.Parse(ref reader) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null for a kind of event that is not known here, which is passed over.</summary>
    private Result<WatchEvent>? Parse(JsonObject line)
    {
        var item = line.ObjectAt("object") ?? [];
        line.Remove("object");
        return line.TextAt("type") switch
        {
            "ADDED" => new WatchEvent(WatchEventKind.Added, item),
            "MODIFIED" => new WatchEvent(WatchEventKind.Modified, item),
            "DELETED" => new WatchEvent(WatchEventKind.Deleted, item),
            "BOOKMARK" => new WatchEvent(WatchEventKind.Bookmark, item),
            "ERROR" => StatusFailures.From(request, ApiStatus.Of(item, 500), Credential.None, description, retryAfter: null, DateTimeOffset.MinValue),
            _ => null,
        };
    }
}
