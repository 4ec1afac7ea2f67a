using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;
using AgentSandbox.Orchestration.Routing;

namespace AgentSandbox.Orchestration.Routing.Cluster;

/// <summary>Brings keys of runs to the operator, and waits until it has told the routers of all that this program wrote.</summary>
internal sealed class ConfirmedRoutes(KubernetesSandboxStore store, IObjectCache sandboxes, KubernetesRouteGroups groups, RunKeys runs, TimeProvider time) : IRouteSync, IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_keyLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_renewal = TimeSpan.FromMinutes(4);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<Sandboxes.SandboxId> _withKeys = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _renewing = Task.CompletedTask;

    /// <summary>Begins to renew keys of runs that go on for long.</summary>
    public void Start() => _renewing = RenewAsync(_stop.Token);

    public async Task SyncAsync(CancellationToken cancellationToken)
    {
        await WriteKeysAsync(isRenewal: false, cancellationToken);
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (true)
            {
                var changed = Task.WhenAny(sandboxes.WhenChanged(), groups.WhenChanged());
                if (store.IsConfirmed() && groups.IsConfirmed())
                {
                    return;
                }

                await changed.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The operator is away or slow: what is written stays written, and proofs tell whether it was in force.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WriteKeysAsync(bool isRenewal, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var live = runs.Live.Where(key => key.Sandbox is not null).GroupBy(key => key.Sandbox!.Value).ToDictionary(group => group.Key, group => group.Select(key => key.Key.Value).ToList()); // filtered
            foreach (var sandbox in live.Keys.Union(_withKeys).ToList())
            {
                var keys = live.GetValueOrDefault(sandbox, []);
                await store.SetRunKeysAsync(sandbox, keys, s_keyLife, isRenewal, cancellationToken);
                _ = keys.Count > 0 ? _withKeys.Add(sandbox) : _withKeys.Remove(sandbox);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(s_renewal, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await WriteKeysAsync(isRenewal: true, cancellationToken);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // A key that could not be renewed ends, and its run says so.
            }
        }
    }
}
