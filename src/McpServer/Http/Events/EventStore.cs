using System.Collections.Concurrent;
using System.Globalization;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Http.Events;

/// <summary>
/// Keeps the events of one session's streams, so that a client that lost its connection, or that was told to come
/// back later, receives what it missed. A reader waits for events that are still to come, also when the client
/// returns earlier than asked; otherwise it would have to poll until the result exists.
/// </summary>
internal sealed class EventStore(string sessionId) : ISseEventStreamStore
{
    private const int MaxEndedStreams = 16;

    private readonly ConcurrentDictionary<string, EventStream> _streams = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _ended = new();

    public ValueTask<ISseEventStreamWriter> CreateStreamAsync(SseEventStreamOptions options, CancellationToken cancellationToken)
    {
        // One stream may be opened again: the stream of unsolicited messages, for each GET.
        var key = Uri.EscapeDataString(options.StreamId);
        var stream = _streams.GetOrAdd(key, _ => new EventStream($"{sessionId}.{key}."));
        stream.Reopen();
        return ValueTask.FromResult<ISseEventStreamWriter>(new EventStreamWriter(stream, () => OnEnded(key)));
    }

    public ValueTask<ISseEventStreamReader?> GetStreamReaderAsync(string lastEventId, CancellationToken cancellationToken)
    {
        // <session>.<stream>.<number>; only the stream's name may hold more dots.
        var start = lastEventId.IndexOf('.', StringComparison.Ordinal) + 1;
        var end = lastEventId.LastIndexOf('.');
        ISseEventStreamReader? reader =
            start > 0 && end > start && lastEventId[..(start - 1)] == sessionId
            && int.TryParse(lastEventId[(end + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && _streams.TryGetValue(lastEventId[start..end], out var stream)
                ? new EventStreamReader(stream, sessionId, Uri.UnescapeDataString(lastEventId[start..end]), last)
                : null;
        return ValueTask.FromResult(reader);
    }

    private void OnEnded(string key)
    {
        _ended.Enqueue(key);
        while (_ended.Count > MaxEndedStreams && _ended.TryDequeue(out var oldest))
        {
            if (_streams.TryGetValue(oldest, out var stream) && stream.IsEnded)
            {
                _streams.TryRemove(KeyValuePair.Create(oldest, stream));
            }
        }
    }
}
