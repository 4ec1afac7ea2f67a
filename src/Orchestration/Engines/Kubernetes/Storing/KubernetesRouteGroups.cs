using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Groups;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Storing;

/// <summary>Route groups as the custom resources of one namespace: read from a cache, written by server-side apply.</summary>
internal sealed class KubernetesRouteGroups(IKubernetesApi api, IObjectCache cache, string @namespace, TimeProvider time) : IRouteGroupStore
{
    private static readonly TimeSpan s_goneLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (string Uid, long Generation)> _written = new(StringComparer.Ordinal);

    public RouteGroup? Find(SandboxId name) => cache.Find(@namespace, name.Value) is { } resource ? RouteGroupResource.Read(resource).Value : null;

    public IReadOnlyList<RouteGroup> List() =>
        [.. cache.Items.Select(item => RouteGroupResource.Read(item).Value).OfType<RouteGroup>().OrderBy(group => group.Name.Value, StringComparer.Ordinal)];

    public Task WhenChanged() => cache.WhenChanged();

    /// <summary>What gives the right to read the hops of a group's requests; null until the operator gave it.</summary>
    public string? HopTokenOf(SandboxId name) => cache.Find(@namespace, name.Value).TextAt("status", "hopToken");

    /// <exception cref="ClusterFailureException">The cluster did not take it.</exception>
    public async Task SetAsync(RouteGroup group, CancellationToken cancellationToken)
    {
        var written = await api.ApplyAsync(ResourceKinds.Groups, RouteGroupResource.Write(group, @namespace), force: true, isDryRun: false, cancellationToken);
        if (!written.IsSuccess)
        {
            throw new ClusterFailureException(written.Failure);
        }

        cache.Observe(written.Value);
        _written[group.Name.Value] = (written.Value.Uid(), written.Value.LongAt("metadata", "generation") ?? 0);
    }

    /// <summary>The operator keeps the key as ended.</summary>
    /// <exception cref="ClusterFailureException">The cluster did not take it.</exception>
    public async Task RemoveAsync(SandboxId name, string reason, CancellationToken cancellationToken)
    {
        ClusterFailure.ThrowUnlessGone(await api.DeleteAsync(ResourceKinds.Groups, @namespace, name.Value, DeleteOptions.Usual, cancellationToken));
        using var limit = new CancellationTokenSource(s_goneLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (true)
            {
                var changed = cache.WhenChanged();
                if (cache.Find(@namespace, name.Value) is null)
                {
                    return;
                }

                await changed.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is deleted; that the watch is behind changes nothing of it.
        }
    }

    /// <summary>True when the operator has seen, and the routers have confirmed, every group that was written here.</summary>
    public bool IsConfirmed()
    {
        foreach (var (name, written) in _written)
        {
            if (cache.Find(@namespace, name) is { } resource && resource.Uid() == written.Uid
                && ((resource.LongAt("status", "observedGeneration") ?? 0) < written.Generation
                    || resource.ObjectsAt("status", "conditions").FirstOrDefault(condition => condition.TextAt("type") == "Routed").TextAt("reason") == "Unconfirmed"))
            {
                return false;
            }

            _written.TryRemove(KeyValuePair.Create(name, written));
        }

        return true;
    }
}
