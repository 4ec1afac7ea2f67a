using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Asking;

/// <summary>What several routers counted since a key was first asked about; those that ended since still count.</summary>
internal sealed class ClusterForkAnswers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long First, long Latest)> _routers = new(StringComparer.Ordinal);
    private bool _isAsked;

    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _routers.Values.Sum(router => router.Latest - router.First);
            }
        }
    }

    public long Take(WireForkAnswers told)
    {
        lock (_lock)
        {
            foreach (var (router, count) in told.Routers)
            {
                // One that was not there at first has counted from zero. One that counts less was started anew.
                var known = _routers.TryGetValue(router, out var before) ? before : (First: _isAsked ? 0 : count, Latest: 0);
                _routers[router] = count < known.Latest ? (known.First - known.Latest, count) : (known.First, count);
            }

            _isAsked = true;
        }

        return Count;
    }
}
