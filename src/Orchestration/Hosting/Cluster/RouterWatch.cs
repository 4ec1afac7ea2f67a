using AgentSandbox.Orchestration.Engines.Kubernetes.Access;

namespace AgentSandbox.Orchestration.Hosting.Cluster;

/// <summary>Tells those who wait for routers that a pod came or went.</summary>
internal sealed class RouterWatch : IDisposable
{
    private readonly CancellationTokenSource _stop;

    public RouterWatch(IObjectCache pods, Action changed, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ = FollowAsync(pods, changed, _stop.Token);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private static async Task FollowAsync(IObjectCache pods, Action changed, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var next = pods.WhenChanged();
            changed();
            await next.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
