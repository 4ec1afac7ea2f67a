using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Leases;

/// <summary>Renews leases: by the owner's changing calls, and by keyed requests that reached a fork.</summary>
/// <remarks>Called on the router's path, so it does nothing when the recorded activity is recent.</remarks>
internal sealed class ActivityTracker(ISandboxStore store, TimeProvider time)
{
    private readonly ConcurrentDictionary<SandboxId, DateTimeOffset> _newest = new();

    public void Touch(SandboxId id)
    {
        var now = time.GetUtcNow();
        _newest[id] = now;
        if (store.Find(id) is { Spec.Deletion: null } record && LeasePolicy.ShouldPersist(record, now))
        {
            _ = RenewAsync(id, now);
        }
    }

    /// <summary>The record with activity that was not worth writing yet, so that no lease ends early for it.</summary>
    public SandboxRecord WithNewest(SandboxRecord record) =>
        _newest.TryGetValue(record.Spec.Id, out var newest) && newest > record.LastActivity ? record with { LastActivity = newest } : record;

    /// <summary>Forgets a sandbox that is gone.</summary>
    public void Forget(SandboxId id) => _newest.TryRemove(id, out _);

    public static SandboxRecord? Renew(SandboxRecord? current, DateTimeOffset now) =>
        current is { Spec.Deletion: null } && now > current.LastActivity ? current with { LastActivity = now } : current;

    private async Task RenewAsync(SandboxId id, DateTimeOffset now)
    {
        try
        {
            await store.UpdateAsync(id, current => Renew(current, now), CancellationToken.None);
        }
        catch (IOException)
        {
            // The request that reached the fork must not fail for it; the next one renews again.
        }
    }
}
