using System.Collections.Concurrent;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables.Pulling;

/// <summary>When forks answered last, until it is reported. Written on the path of requests, so it is cheap.</summary>
internal sealed class ActivityLog(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Key, string Sandbox), long> _latest = new();

    public void Add(string key, string sandbox) => _latest[(key, sandbox)] = time.GetTimestamp();

    /// <summary>Takes out what is to be reported.</summary>
    public WireActivity[] Take() =>
    [
        .. _latest.Keys.Select(entry => _latest.TryRemove(entry, out var latest)
            ? new WireActivity { Key = entry.Key, Sandbox = entry.Sandbox, SecondsAgo = time.GetElapsedTime(latest).TotalSeconds }
            : null).OfType<WireActivity>(),
    ];

    /// <summary>Keeps what could not be reported, unless something newer came.</summary>
    public void PutBack(IEnumerable<WireActivity> activity)
    {
        var now = time.GetTimestamp();
        foreach (var one in activity)
        {
            _latest.TryAdd((one.Key, one.Sandbox), now - (long)(one.SecondsAgo * time.TimestampFrequency));
        }
    }
}
