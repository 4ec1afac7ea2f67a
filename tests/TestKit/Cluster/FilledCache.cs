using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.TestKit.Cluster;

/// <summary>A cache that a test fills; it stands for the watch.</summary>
internal sealed class FilledCache : IObjectCache
{
    private readonly ConcurrentDictionary<string, JsonObject> _items = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<Result<Done>> _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyCollection<JsonObject> Items => [.. _items.Values];

    public bool IsComplete => _complete.Task.IsCompleted;

    public bool IsCurrent => IsComplete;

    public Action<WatchEvent>? Changed { get; set; }

    /// <summary>The whole list was seen.</summary>
    public void Complete()
    {
        _complete.TrySetResult(default(Done));
        Pulse();
    }

    public void Set(params JsonObject[] items)
    {
        foreach (var item in items)
        {
            var kind = _items.ContainsKey(item.Name()) ? WatchEventKind.Modified : WatchEventKind.Added;
            _items[item.Name()] = item;
            Changed?.Invoke(new WatchEvent(kind, item));
        }

        Pulse();
    }

    public void Remove(string name)
    {
        if (_items.TryRemove(name, out var item))
        {
            Changed?.Invoke(new WatchEvent(WatchEventKind.Deleted, item));
        }

        Pulse();
    }

    public JsonObject? Find(string? @namespace, string name) => _items.GetValueOrDefault(name);

    public Task<Result<Done>> WhenCompleteAsync(CancellationToken cancellationToken) => _complete.Task.WaitAsync(cancellationToken);

    public Task WhenChanged()
    {
        lock (_lock)
        {
            return _changed.Task;
        }
    }

    public void Observe(JsonObject item) => Set(item);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Pulse()
    {
        lock (_lock)
        {
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
