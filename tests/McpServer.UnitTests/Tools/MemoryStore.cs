using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.McpServer.UnitTests.Tools;

/// <summary>A store without a file.</summary>
internal sealed class MemoryStore(TimeProvider time) : ISandboxStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, SandboxRecord> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EndedKey> _ended = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SandboxRecord? Find(SandboxId id)
    {
        lock (_gate)
        {
            return _records.GetValueOrDefault(id.Value);
        }
    }

    public IReadOnlyList<SandboxRecord> List()
    {
        lock (_gate)
        {
            return [.. _records.Values];
        }
    }

    public IReadOnlyList<EndedKey> EndedKeys()
    {
        lock (_gate)
        {
            return [.. _ended.Values];
        }
    }

    public Task<SandboxRecord?> UpdateAsync(SandboxId id, Func<SandboxRecord?, SandboxRecord?> change, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var current = _records.GetValueOrDefault(id.Value);
            if (change(current) is not { } next || ReferenceEquals(next, current))
            {
                return Task.FromResult(current);
            }

            _records[id.Value] = next;
            Signal_NeedsLock();
            return Task.FromResult<SandboxRecord?>(next);
        }
    }

    public Task RemoveAsync(SandboxId id, string reason, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _ended[id.Value] = new EndedKey(id.Value, reason, time.GetUtcNow());
            _records.Remove(id.Value);
            Signal_NeedsLock();
            return Task.CompletedTask;
        }
    }

    public Task WhenChanged()
    {
        lock (_gate)
        {
            return _changed.Task;
        }
    }

    private void Signal_NeedsLock()
    {
        _changed.SetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
