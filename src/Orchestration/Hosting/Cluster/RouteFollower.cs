using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Routing.Cluster;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Waiting;

namespace AgentSandbox.Orchestration.Hosting.Cluster;

/// <summary>Publishes when something changed that tables follow from, and tells of the sandboxes whose routes were confirmed, or no longer are.</summary>
internal sealed class RouteFollower(NamespaceCaches caches, RouteSync routes, OperatorRoutes publisher, ResourceRunKeys runs, Action<string> confirmed, TimeProvider time)
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, byte> _changed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unconfirmed = new(StringComparer.Ordinal);
    private readonly ChangeSignal _news = new();
    private bool _hadRouters;

    /// <summary>Something of this sandbox is another one now.</summary>
    public void Changed(string sandbox)
    {
        _changed[sandbox] = 0;
        _news.Pulse();
    }

    /// <summary>A router came, went, or became ready or not.</summary>
    public void RoutersChanged() => _news.Pulse();

    /// <summary>Publishes everything once, so that nobody's status is written before it is known what routers have.</summary>
    public Task BeginAsync(CancellationToken cancellationToken)
    {
        _hadRouters = caches.ReadyRouters.Count > 0;
        foreach (var item in caches.Sandboxes.Items)
        {
            _changed[item.Name()] = 0;
        }

        return PublishAsync(cancellationToken);
    }

    /// <summary>Publishes what changed, and returns how long nothing more is to be done without news.</summary>
    public async Task<TimeSpan> PublishAsync(CancellationToken cancellationToken)
    {
        var names = _changed.Keys.ToList();
        names.ForEach(name => _changed.TryRemove(name, out _));
        var generations = names.ToDictionary(name => name, name => caches.Sandboxes.Find(caches.Namespace, name).LongAt("metadata", "generation") ?? 0, StringComparer.Ordinal);
        try
        {
            await routes.SyncAsync(cancellationToken);
        }
        catch
        {
            names.ForEach(Changed); // not forgotten: the next try is for them too
            throw;
        }

        publisher.Include(generations);
        Tell(names);
        return _unconfirmed.Count > 0 ? s_again : runs.NextEnd is { } end ? end - time.GetUtcNow() + TimeSpan.FromMilliseconds(50) : Timeout.InfiniteTimeSpan;
    }

    public Task WhenChanged() => _news.Next;

    private void Tell(List<string> published)
    {
        foreach (var name in published.Union(_unconfirmed).ToList())
        {
            var resource = caches.Sandboxes.Find(caches.Namespace, name);
            var isWaiting = resource is not null && publisher.IsConfirmed(resource) == false;
            _ = isWaiting ? _unconfirmed.Add(name) : _unconfirmed.Remove(name);
            if (resource is null)
            {
                publisher.Forget(name);
            }
            else
            {
                confirmed(name);
            }
        }

        var hasRouters = caches.ReadyRouters.Count > 0;
        if (hasRouters != _hadRouters)
        {
            _hadRouters = hasRouters;
            foreach (var item in caches.Sandboxes.Items)
            {
                confirmed(item.Name());
            }
        }
    }
}
