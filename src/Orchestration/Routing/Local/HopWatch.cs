using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Router;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Routing.Local;

/// <summary>A registration at the router in this process.</summary>
/// <param name="hops">The router's records.</param>
/// <param name="capture">The registration.</param>
/// <param name="ownKey">A key that only the registered request has; null for none.</param>
internal sealed class HopWatch(HopStore hops, HopCapture capture, RoutingKey? ownKey) : IHopWatch
{
    public async Task WaitIdleAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await capture.WaitIdleAsync(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The snapshot says how many hops have not ended.
        }
    }

    public HopSnapshot Snapshot() => ownKey is { } key ? hops.Snapshot(capture, key) : capture.Snapshot();

    public IReadOnlyDictionary<string, int> Unattributed() => capture.Unattributed();

    public IReadOnlyDictionary<string, int> KeyedStrays() => capture.KeyedStrays();

    public ValueTask DisposeAsync()
    {
        capture.Dispose();
        return ValueTask.CompletedTask;
    }
}
