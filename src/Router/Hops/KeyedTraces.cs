using System.Collections.Concurrent;

namespace AgentSandbox.Router.Hops;

/// <summary>The traces of recent keyed requests; an unkeyed request of such a trace has lost its key.</summary>
internal sealed class KeyedTraces(TimeSpan memory, int capacity, TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<string> _byAge = new();
    private readonly Lock _lock = new();

    public void Remember(string traceId, string key)
    {
        var now = timeProvider.GetTimestamp();
        lock (_lock)
        {
            if (!_entries.ContainsKey(traceId))
            {
                _byAge.Enqueue(traceId);
            }

            _entries[traceId] = new Entry(key, now);
            Prune_NeedsLock(now);
        }
    }

    public string? FindKey(string traceId) =>
        _entries.TryGetValue(traceId, out var entry) && !IsOld(entry, timeProvider.GetTimestamp()) ? entry.Key : null;

    private void Prune_NeedsLock(long now)
    {
        for (var left = _byAge.Count; left > 0 && _byAge.TryPeek(out var oldest); left--)
        {
            var old = IsOld(_entries[oldest], now);
            if (!old && _entries.Count <= capacity)
            {
                return;
            }

            _byAge.Dequeue();
            _entries.TryRemove(oldest, out _);
        }
    }

    private bool IsOld(Entry entry, long now) => timeProvider.GetElapsedTime(entry.LastSeen, now) > memory;

    private sealed record Entry(string Key, long LastSeen);
}
