using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Leases;

/// <summary>Renews leases: by the owner's changing calls, and by keyed requests that reached a fork.</summary>
/// <remarks>Called on the router's path, so it does nothing when the recorded activity is recent.</remarks>
internal sealed class ActivityTracker(ISandboxStore store, TimeProvider time)
{
    public void Touch(SandboxId id)
    {
        var now = time.GetUtcNow();
        if (store.Find(id) is { Spec.Deletion: null } record && LeasePolicy.ShouldPersist(record, now))
        {
            _ = RenewAsync(id, now);
        }
    }

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
