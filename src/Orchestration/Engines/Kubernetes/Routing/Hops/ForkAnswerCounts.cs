using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops;

/// <summary>How many requests with each key forks have answered here since the start. Written on the path of requests.</summary>
internal sealed class ForkAnswerCounts
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> _counts = new(StringComparer.Ordinal);

    public void Add(string key) => Interlocked.Increment(ref _counts.GetOrAdd(key, _ => new StrongBox<long>()).Value);

    public long Of(string key) => _counts.TryGetValue(key, out var count) ? Volatile.Read(ref count.Value) : 0;

    /// <summary>Forgets the keys that no table has any more.</summary>
    public void Keep(IReadOnlySet<string> keys)
    {
        foreach (var key in _counts.Keys.Where(key => !keys.Contains(key)))
        {
            _counts.TryRemove(key, out _);
        }
    }
}
