using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Asking;

/// <summary>A registration at the routers of a namespace.</summary>
internal sealed class ClusterHopWatch(ClusterHopSource source, string id, string token) : IHopWatch
{
    private WireHops _gathered = new() { Incomplete = "they were not asked yet." };

    public async Task WaitIdleAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var gathered = await source.GatherAsync(id, token, limit, cancellationToken);
        _gathered = gathered.IsSuccess ? gathered.Value : _gathered with { Incomplete = gathered.Failure.Message };
    }

    public HopSnapshot Snapshot() => new(_gathered.Hops, _gathered.Overflowed, _gathered.InFlight) { Incomplete = _gathered.Incomplete };

    public IReadOnlyDictionary<string, int> Unattributed() => _gathered.Unattributed;

    public IReadOnlyDictionary<string, int> KeyedStrays() => _gathered.KeyedStrays;

    public async ValueTask DisposeAsync() => await source.EndAsync(id, token);
}
