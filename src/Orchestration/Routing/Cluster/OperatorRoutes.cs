using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Failures;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Routing.Cluster;

/// <summary>Brings keys and forks to the routers of a namespace and waits until every ready one has them.</summary>
/// <remarks>
/// What is confirmed is kept per sandbox: with a thousand of them, a change of one must not take away, and give back, what
/// the status of each other one says.
/// </remarks>
internal sealed class OperatorRoutes(TableServer tables, NamespaceCaches caches, HopTokens tokens, TimeProvider time) : IRoutePublisher
{
    /// <summary>A router that is ready and does not answer is not waited for any longer: its sandboxes say that they are not confirmed.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>Between two tables, so that a burst of changes does not write the whole table for each of them.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, TableVersion> _changed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _included = new(StringComparer.Ordinal);
    private WireTable? _newest;
    private TableVersion _version;
    private long _published;

    /// <summary>Whether every ready router has the routes of a sandbox as its object asks for them; null where there are no routers.</summary>
    public bool? IsConfirmed(JsonObject sandbox)
    {
        var routers = caches.ReadyRouters;
        if (routers.Count == 0)
        {
            return null;
        }

        if (!_included.TryGetValue(sandbox.Name(), out var generation) || generation < (sandbox.LongAt("metadata", "generation") ?? 0))
        {
            return false;
        }

        var has = tables.Acknowledged(caches.Namespace);
        return !_changed.TryGetValue(sandbox.Name(), out var version) || routers.All(router => TableVersion.Parse(has.GetValueOrDefault(router))?.Includes(version) == true);
    }

    /// <summary>Notes that the newest table was made from these generations of sandboxes, or later ones.</summary>
    public void Include(IEnumerable<KeyValuePair<string, long>> generations)
    {
        foreach (var (name, generation) in generations)
        {
            _included[name] = generation;
        }
    }

    /// <summary>Forgets a sandbox that is gone.</summary>
    public void Forget(string sandbox)
    {
        _included.TryRemove(sandbox, out _);
        _changed.TryRemove(sandbox, out _);
    }

    public async Task PublishAsync(RouteTable table, CancellationToken cancellationToken)
    {
        await PaceAsync(cancellationToken);
        Publish(new WireTable { Complete = table.Complete, UnknownKeys = table.UnknownKeys, Keys = [.. table.Keys.Values.OrderBy(key => key.Key.Value, StringComparer.Ordinal).Select(Write)] });
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await tables.WhenAcknowledgedAsync(caches.Namespace, _version.ToString(), () => caches.ReadyRouters, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The status tells; nobody's deploy waits for a router that hangs.
        }
    }

    /// <summary>Pods end by themselves: routers send nothing new to one that ends, and what is on its way has the pod's own grace.</summary>
    public Task DrainAsync(Uri upstream, TimeSpan limit, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PaceAsync(CancellationToken cancellationToken)
    {
        var since = time.GetElapsedTime(_published);
        if (_published != 0 && since < s_pause)
        {
            await Task.Delay(s_pause - since, time, cancellationToken);
        }

        _published = time.GetTimestamp();
    }

    private void Publish(WireTable table)
    {
        var moved = TableChanges.Between(_newest, table);
        if (moved.IsSame)
        {
            return;
        }

        _version = TableVersion.Parse(tables.Publish(caches.Namespace, table)) ?? throw new InvalidOperationException("The version of a table could not be read.");
        _newest = table;
        foreach (var sandbox in moved.Sandboxes)
        {
            _changed[sandbox] = _version;
        }
    }

    private WireKey Write(KeyRoute route) => new()
    {
        Key = route.Key.Value,
        Sandbox = route.Sandbox,
        State = route.State,
        EndReason = route.EndReason,
        HopsHash = tokens.HashOf(route.Sandbox),
        Forks = [.. route.Forks.Values.OrderBy(fork => fork.Service, StringComparer.Ordinal).Select(Write)],
    };

    private WireFork Write(ForkRoute fork)
    {
        var deployment = caches.Forks(fork.Sandbox).FirstOrDefault(item => ForkLabels.Is(item, fork.Sandbox, fork.Service, fork.Revision));
        return new WireFork
        {
            Sandbox = fork.Sandbox,
            Service = fork.Service,
            Revision = fork.Revision,
            State = fork.State,
            Reason = fork.Reason,
            Ports = deployment is null ? new Dictionary<int, int>() : ForkLabels.PortsOf(deployment),
            Hosts = fork.State != ForkState.Ready ? [] : [.. caches.PodsOf(fork.Sandbox, fork.Service, fork.Revision)
                .Where(pod => PodFacts.IsReady(pod) && !PodFacts.IsEnding(pod))
                .Select(pod => pod.TextAt("status", "podIP")).OfType<string>().Order(StringComparer.Ordinal)],
        };
    }
}
