using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Http.Events;

/// <summary>Reads a stream from an event on, and waits for what is still to come until the stream has ended.</summary>
internal sealed class EventStreamReader(EventStream stream, string sessionId, string streamId, int lastNumber) : ISseEventStreamReader
{
    public string SessionId => sessionId;

    public string StreamId => streamId;

    public async IAsyncEnumerable<SseItem<JsonRpcMessage?>> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = lastNumber;
        while (true)
        {
            var (events, ended, changed) = stream.After(last);
            foreach (var (number, item) in events)
            {
                last = number;
                yield return item;
            }

            if (ended)
            {
                yield break;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }
}
