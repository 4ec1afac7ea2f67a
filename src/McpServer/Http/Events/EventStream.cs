using System.Net.ServerSentEvents;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.Http.Events;

/// <summary>The numbered events of one stream, bounded, and a signal for those who wait for the next one.</summary>
internal sealed class EventStream(string idPrefix)
{
    private const int MaxEvents = 512;

    private static readonly TimeSpan s_reconnectionInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<(int Number, SseItem<JsonRpcMessage?> Item)> _events = new();
    private TaskCompletionSource _changed = NewSignal();
    private int _last;
    private int _writers;

    public bool IsEnded
    {
        get
        {
            lock (_lock)
            {
                return _writers == 0;
            }
        }
    }

    public void Reopen()
    {
        lock (_lock)
        {
            _writers++;
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _writers--;
            Signal_NeedsLock();
        }
    }

    public SseItem<JsonRpcMessage?> Add(SseItem<JsonRpcMessage?> item)
    {
        lock (_lock)
        {
            var number = ++_last;
            var stored = new SseItem<JsonRpcMessage?>(item.Data, item.EventType)
            {
                EventId = idPrefix + number,

                // An event without data opens a stream: the place to say when to come back after a loss.
                ReconnectionInterval = item.ReconnectionInterval ?? (item.Data is null ? s_reconnectionInterval : null),
            };
            _events.Enqueue((number, stored));
            if (_events.Count > MaxEvents)
            {
                _events.Dequeue();
            }

            Signal_NeedsLock();
            return stored;
        }
    }

    /// <summary>The events after a number, whether more can come, and a task that ends when something has changed.</summary>
    public (IReadOnlyList<(int Number, SseItem<JsonRpcMessage?> Item)> Events, bool Ended, Task Changed) After(int number)
    {
        lock (_lock)
        {
            return ([.. _events.Where(e => e.Number > number)], _writers == 0, _changed.Task);
        }
    }

    private void Signal_NeedsLock()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
