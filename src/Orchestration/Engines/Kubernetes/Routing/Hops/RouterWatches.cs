using System.Collections.Concurrent;
using System.Security.Cryptography;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;
using AgentSandbox.Router;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops;

/// <summary>The watches of one router, and how it gathers those of its peers.</summary>
internal sealed class RouterWatches(HopServerOptions options, HopStore hops, HopPeers peers, PeerClient client, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, RouterWatch> _watches = new(StringComparer.Ordinal);

    public int Count => _watches.Count;

    public RouterWatch? Find(string id) => _watches.GetValueOrDefault(id);

    /// <summary>Registers here alone; null when there are too many already.</summary>
    /// <exception cref="ArgumentException">The request id is none, or is watched already.</exception>
    public RouterWatch? Register(WireWatch wanted)
    {
        Sweep();
        if (_watches.Count >= options.MaxWatches)
        {
            return null;
        }

        var began = time.GetTimestamp();
        RoutingKey? carried = RoutingKey.TryParse(wanted.Carried, out var key, out _) ? key : null;
        var watch = new RouterWatch
        {
            Id = RandomNumberGenerator.GetHexString(32, lowercase: true),
            HopsHash = options.HashOf(wanted.Key),
            Carried = carried?.Value,
            OwnKey = wanted.OwnsKey ? carried : null,
            Capture = hops.Register(wanted.RequestId, wanted.TraceId, carried),
            Began = began,
        };
        _watches[watch.Id] = watch;
        return watch;
    }

    /// <summary>Registers at all others too; ends when each has taken it or has failed to.</summary>
    public async Task<RouterWatch> SpreadAsync(RouterWatch watch, WireWatch wanted, string token, CancellationToken cancellationToken)
    {
        var asked = await Task.WhenAll(peers.Running.Select(async peer => (peer, id: await client.RegisterAsync(peer, wanted, token, cancellationToken))));
        var spread = watch with
        {
            Peers = [.. asked.Where(answer => answer.id is not null).Select(answer => (answer.peer, answer.id!))], // filtered
            // One that is not ready gets no new connections; when it does not answer either, it has none.
            Incomplete = [.. asked.Where(answer => answer.id is null && answer.peer.IsReady).Select(answer => $"router {answer.peer.Name} did not take the registration")],
        };
        _watches.TryUpdate(watch.Id, spread, watch);
        return spread;
    }

    /// <summary>What this router has, when no hop is under way or the wait is over.</summary>
    public async Task<WireHops> ReadAsync(RouterWatch watch, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait > TimeSpan.Zero)
        {
            using var limit = new CancellationTokenSource(wait, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            await watch.Capture.WaitIdleAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }

        var snapshot = watch.OwnKey is { } key ? hops.Snapshot(watch.Capture, key) : watch.Capture.Snapshot();
        return new WireHops
        {
            Hops = snapshot.Hops,
            InFlight = snapshot.InFlight,
            Overflowed = snapshot.Overflowed,
            Unattributed = watch.Capture.Unattributed(),
            KeyedStrays = watch.Capture.KeyedStrays(),
            Now = time.GetUtcNow(),
        };
    }

    /// <summary>
    /// What all routers have. That one router is idle says nothing while a hop at another one may still call a service, so
    /// all are waited for first and then read together.
    /// </summary>
    public async Task<WireHops> GatherAsync(RouterWatch watch, string token, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var left = wait - time.GetElapsedTime(began);
            if (left > TimeSpan.Zero)
            {
                await ReadAllAsync(watch, token, left, cancellationToken);
            }

            var merged = HopMerge.Merge(await ReadAllAsync(watch, token, TimeSpan.Zero, cancellationToken), watch.Carried, Missing(watch), time.GetUtcNow());
            if (merged.InFlight == 0 || time.GetElapsedTime(began) >= wait)
            {
                return merged;
            }
        }
    }

    public async Task EndAsync(RouterWatch watch, string token, CancellationToken cancellationToken)
    {
        Remove(watch);
        await Task.WhenAll(watch.Peers.Select(peer => client.EndAsync(peer.Peer, peer.Id, token, cancellationToken)));
    }

    /// <summary>Ends the watches that nobody has ended.</summary>
    public void Sweep()
    {
        foreach (var old in _watches.Values.Where(watch => time.GetElapsedTime(watch.Began) > options.Expiry))
        {
            Remove(old);
        }
    }

    /// <summary>Answers of forks here and at all others.</summary>
    public async Task<WireForkAnswers> CountAsync(string key, long own, string token, CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(peers.Running.Select(async peer => (peer.Name, count: await client.CountAsync(peer, key, token, cancellationToken))));
        var routers = counts.Where(entry => entry.count is not null).ToDictionary(entry => entry.Name, entry => entry.count ?? 0, StringComparer.Ordinal);
        routers[options.Pod] = own;
        return new WireForkAnswers { Routers = routers };
    }

    public void Dispose()
    {
        foreach (var watch in _watches.Values)
        {
            Remove(watch);
        }
    }

    private IReadOnlyList<string> Missing(RouterWatch watch) =>
    [
        .. watch.Incomplete,
        .. peers.ReadySince(watch.Began).Where(name => watch.Peers.All(peer => peer.Peer.Name != name)).Select(name => $"router {name} became ready while the request was under way"),
    ];

    private async Task<IReadOnlyList<RouterReading>> ReadAllAsync(RouterWatch watch, string token, TimeSpan wait, CancellationToken cancellationToken)
    {
        var own = ReadAsync(watch, wait, cancellationToken);
        var others = await Task.WhenAll(watch.Peers.Select(peer => client.ReadAsync(peer.Peer, peer.Id, token, wait, cancellationToken)));
        return [new RouterReading(options.Pod, await own), .. others];
    }

    private void Remove(RouterWatch watch)
    {
        _watches.TryRemove(watch.Id, out _);
        watch.Capture.Dispose();
    }
}
