using System.Net.ServerSentEvents;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Http.Events;

/// <summary>Numbers and keeps the events of one response; the mode does not matter, since readers always wait.</summary>
internal sealed class EventStreamWriter(EventStream stream, Action ended) : ISseEventStreamWriter
{
    private int _disposed;

    public ValueTask SetModeAsync(SseEventStreamMode mode, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<SseItem<JsonRpcMessage?>> WriteEventAsync(SseItem<JsonRpcMessage?> sseItem, CancellationToken cancellationToken)
    {
        return ValueTask.FromResult(sseItem.EventId is null ? stream.Add(sseItem) : sseItem);
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            stream.End();
            ended();
        }

        return ValueTask.CompletedTask;
    }
}
