using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Store;

/// <summary>Waiting on top of <see cref="ISandboxStore"/>.</summary>
internal static class SandboxStoreExtensions
{
    /// <summary>Waits until <paramref name="condition"/> holds, and returns the record that was looked at last.</summary>
    public static async Task<SandboxRecord?> WaitForAsync(
        this ISandboxStore store, SandboxId id, Func<SandboxRecord?, bool> condition, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        while (true)
        {
            var changed = store.WhenChanged(id);
            var record = store.Find(id);
            if (condition(record))
            {
                return record;
            }

            try
            {
                await changed.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return record;
            }
        }
    }
}
