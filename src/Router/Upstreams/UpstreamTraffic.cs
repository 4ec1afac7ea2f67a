using System.Collections.Concurrent;

namespace AgentSandbox.Router.Upstreams;

/// <summary>Counts the requests in flight to each upstream, so that one can be stopped when nobody uses it.</summary>
internal sealed class UpstreamTraffic
{
    private readonly ConcurrentDictionary<string, UpstreamUse> _byOrigin = new(StringComparer.OrdinalIgnoreCase);

    public UpstreamUse Begin(string origin)
    {
        while (true)
        {
            var use = _byOrigin.GetOrAdd(origin, _ => new UpstreamUse());
            if (use.TryBegin())
            {
                return use;
            }

            // It was retired just now; whoever retired it takes it out.
            _byOrigin.TryRemove(KeyValuePair.Create(origin, use));
        }
    }

    public int InFlight(string origin) => _byOrigin.TryGetValue(origin, out var use) ? use.InFlight : 0;

    public Task WhenIdle(string origin) =>
        _byOrigin.TryGetValue(origin, out var use) ? use.WhenIdle() : Task.CompletedTask;

    /// <summary>Forgets the upstreams that nobody uses, so that revisions of long ago cost nothing.</summary>
    public void Prune()
    {
        foreach (var (origin, use) in _byOrigin)
        {
            if (use.TryRetire())
            {
                _byOrigin.TryRemove(KeyValuePair.Create(origin, use));
            }
        }
    }
}
