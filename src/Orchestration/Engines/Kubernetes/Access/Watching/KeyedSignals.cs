using System.Collections.Concurrent;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;

/// <summary>Wakes those who wait for news of one thing, and nobody else: a thousand who wait must not all look at each change.</summary>
internal sealed class KeyedSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>A task that ends at the next news of a key.</summary>
    public Task When(string key) => _waiting.GetOrAdd(key, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Pulse(string key)
    {
        if (_waiting.TryRemove(key, out var waiting))
        {
            waiting.TrySetResult();
        }
    }
}
