using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Leases;

/// <summary>Ends sandboxes whose lease has ended. It sleeps until the next end and does nothing in between.</summary>
/// <param name="store">The sandboxes.</param>
/// <param name="activity">Activity that is not written yet.</param>
/// <param name="time">The clock.</param>
/// <param name="pause">Looks at most this often, however much changes; for a store of which a look costs. Default: at each change.</param>
internal sealed class LeaseKeeper(ISandboxStore store, ActivityTracker activity, TimeProvider time, TimeSpan pause = default) : IAsyncDisposable
{
    private static readonly TimeSpan s_longestSleep = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_retryAfterFailure = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private int _disposed;

    public void Start() => _loop = Task.Run(() => RunAsync(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>Ends what has to end now and returns when to look again.</summary>
    public async Task<DateTimeOffset> EndExpiredAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var next = now + s_longestSleep;
        foreach (var written in store.List().Where(record => record.Spec.Deletion is null))
        {
            var record = activity.WithNewest(written);
            if (LeasePolicy.HasEnded(record, now))
            {
                await store.UpdateAsync(record.Spec.Id, current => Expire(current, now), cancellationToken);
                activity.Forget(record.Spec.Id);
            }
            else if (LeasePolicy.ExpiresAt(record) < next)
            {
                next = LeasePolicy.ExpiresAt(record);
            }
        }

        return next;
    }

    private SandboxRecord? Expire(SandboxRecord? current, DateTimeOffset now) =>
        current is { Spec.Deletion: null } && LeasePolicy.HasEnded(activity.WithNewest(current), now)
            ? current with { Spec = current.Spec with { Deletion = LeasePolicy.End(current, now) } }
            : current;

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = store.WhenChanged();
            var next = await EndExpiredOrRetryAsync(cancellationToken);
            var sleep = next - time.GetUtcNow();
            using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, Task.Delay(sleep > TimeSpan.Zero ? sleep : TimeSpan.FromMilliseconds(1), time, wake.Token));
            await wake.CancelAsync();
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<DateTimeOffset> EndExpiredOrRetryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await EndExpiredAsync(cancellationToken);
        }
        catch (IOException)
        {
            // A full disk must not end the watch over leases for good; whoever changes something is told of it.
            return time.GetUtcNow() + s_retryAfterFailure;
        }
    }
}
