using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>What is in one namespace, kept current by a watch per kind.</summary>
internal sealed class NamespaceCaches(string @namespace, Func<ResourceKind, IObjectCache> open, bool hasRollouts) : IAsyncDisposable
{
    public string Namespace => @namespace;

    public IObjectCache Sandboxes { get; } = open(ResourceKinds.Sandboxes);

    public IObjectCache Services { get; } = open(ResourceKinds.Services);

    public IObjectCache Pods { get; } = open(ResourceKinds.Pods);

    public IObjectCache Deployments { get; } = open(ResourceKinds.Deployments);

    public IObjectCache StatefulSets { get; } = open(ResourceKinds.StatefulSets);

    public IObjectCache DaemonSets { get; } = open(ResourceKinds.DaemonSets);

    public IObjectCache ReplicaSets { get; } = open(ResourceKinds.ReplicaSets);

    public IObjectCache NetworkPolicies { get; } = open(ResourceKinds.NetworkPolicies);

    /// <summary>Null where Argo Rollouts is not installed.</summary>
    public IObjectCache? Rollouts { get; } = hasRollouts ? open(ResourceKinds.Rollouts) : null;

    /// <summary>Everything that pods can belong to, forks' own included.</summary>
    public IReadOnlyList<JsonObject> Workloads => [.. Deployments.Items, .. StatefulSets.Items, .. DaemonSets.Items, .. Rollouts?.Items ?? []];

    private IEnumerable<IObjectCache> All =>
        new[] { Sandboxes, Services, Pods, Deployments, StatefulSets, DaemonSets, ReplicaSets, NetworkPolicies, Rollouts }.OfType<IObjectCache>();

    /// <summary>Returns when every kind was seen whole, or with the first failure that does not pass by itself.</summary>
    public async Task<Result<Done>> WhenCompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var cache in All)
        {
            var complete = await cache.WhenCompleteAsync(cancellationToken);
            if (!complete.IsSuccess)
            {
                return complete.Failure;
            }
        }

        return default(Done);
    }

    /// <summary>The Deployments of forks, of one sandbox or of all.</summary>
    public IEnumerable<JsonObject> Forks(string? sandbox = null) =>
        Deployments.Items.Where(item => item.Labels().TryGetValue(KnownNames.SandboxLabel, out var name)
            && item.Labels().GetValueOrDefault(KnownNames.ManagedByLabel) == KnownNames.ManagedBy
            && (sandbox is null || name == sandbox));

    public IEnumerable<JsonObject> PodsOf(string sandbox, string? service = null, int? revision = null) => Pods.Items.Where(pod =>
    {
        var labels = pod.Labels();
        return labels.GetValueOrDefault(KnownNames.SandboxLabel) == sandbox
            && (service is null || labels.GetValueOrDefault(KnownNames.ServiceLabel) == service)
            && (revision is null || ForkLabels.RevisionOf(labels) == revision);
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var cache in All)
        {
            await cache.DisposeAsync();
        }
    }
}
