using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Failures;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>What is in one namespace, kept current by a watch per kind. What belongs to a sandbox is found by its ownership labels, without a look at all of them.</summary>
internal sealed class NamespaceCaches : IAsyncDisposable
{
    /// <summary>Where the objects stand that are no fork's; no sandbox has this name.</summary>
    private const string OfBaseline = "";

    private readonly ObjectIndex _deploymentsBySandbox = new(item => IsManaged(item) ? SandboxOf(item) ?? OfBaseline : OfBaseline);
    private readonly ObjectIndex _podsBySandbox = new(item => SandboxOf(item) ?? OfBaseline);
    private readonly ObjectIndex _podsByComponent = new(item => item.TextAt("metadata", "labels", KnownNames.ComponentLabel));
    private readonly ObjectIndex _setsByController = new(item => item.Controller()?.Uid);
    private readonly ObjectIndex _sandboxesByOwner = new(RoutedSandboxReader.OwnerNameOf);
    private readonly KeyedSignals _forks = new();

    public NamespaceCaches(string @namespace, Func<ResourceKind, IReadOnlyList<ObjectIndex>, IObjectCache> open, bool hasRollouts)
    {
        Namespace = @namespace;
        Sandboxes = open(ResourceKinds.Sandboxes, [_sandboxesByOwner]);
        Groups = open(ResourceKinds.Groups, []);
        Services = open(ResourceKinds.Services, []);
        Pods = open(ResourceKinds.Pods, [_podsBySandbox, _podsByComponent]);
        Deployments = open(ResourceKinds.Deployments, [_deploymentsBySandbox]);
        StatefulSets = open(ResourceKinds.StatefulSets, []);
        DaemonSets = open(ResourceKinds.DaemonSets, []);
        ReplicaSets = open(ResourceKinds.ReplicaSets, [_setsByController]);
        NetworkPolicies = open(ResourceKinds.NetworkPolicies, []);
        Rollouts = hasRollouts ? open(ResourceKinds.Rollouts, []) : null;
        foreach (var cache in (IObjectCache[])[Pods, Deployments, ReplicaSets])
        {
            cache.Changed += change => Pulse(change.Item);
        }
    }

    public string Namespace { get; }

    public IObjectCache Sandboxes { get; }

    public IObjectCache Groups { get; }

    public IObjectCache Services { get; }

    public IObjectCache Pods { get; }

    public IObjectCache Deployments { get; }

    public IObjectCache StatefulSets { get; }

    public IObjectCache DaemonSets { get; }

    public IObjectCache ReplicaSets { get; }

    public IObjectCache NetworkPolicies { get; }

    /// <summary>The sandboxes by the name of their owner.</summary>
    public ObjectIndex SandboxesByOwner => _sandboxesByOwner;

    /// <summary>Null where Argo Rollouts is not installed.</summary>
    public IObjectCache? Rollouts { get; }

    /// <summary>Everything that pods of the baseline can belong to; forks are not among them.</summary>
    public IReadOnlyList<JsonObject> Workloads => [.. _deploymentsBySandbox.Find(OfBaseline), .. StatefulSets.Items, .. DaemonSets.Items, .. Rollouts?.Items ?? []];

    /// <summary>Pods that are no fork's.</summary>
    public IReadOnlyList<JsonObject> BaselinePods => [.. _podsBySandbox.Find(OfBaseline)];

    /// <summary>Routers that can be asked, and that have to confirm what is published.</summary>
    public IReadOnlyCollection<string> ReadyRouters => [.. _podsByComponent.Find(KnownNames.RouterComponent).Where(PodFacts.IsReadyRouter).Select(pod => pod.Name())];

    /// <summary>Told of the sandbox whose fork has a pod, Deployment or ReplicaSet that changed. Set before anything acts.</summary>
    public Action<string>? ForkChanged { get; set; }

    private IEnumerable<IObjectCache> All =>
        new[] { Sandboxes, Groups, Services, Pods, Deployments, StatefulSets, DaemonSets, ReplicaSets, NetworkPolicies, Rollouts }.OfType<IObjectCache>();

    /// <summary>Whether an object carries the ownership label of a sandbox's fork.</summary>
    public static string? SandboxOf(JsonObject item) => item.TextAt("metadata", "labels", KnownNames.SandboxLabel);

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

    /// <summary>A task that ends when a pod, Deployment or ReplicaSet of the sandbox's forks changes next.</summary>
    public Task WhenForkChanged(string sandbox) => _forks.When(sandbox);

    /// <summary>The Deployments of all forks.</summary>
    public IEnumerable<JsonObject> Forks() => Deployments.Items.Where(item => IsManaged(item) && SandboxOf(item) is not null);

    /// <summary>The Deployments of a sandbox's forks.</summary>
    public IEnumerable<JsonObject> Forks(string sandbox) => _deploymentsBySandbox.Find(sandbox);

    public IEnumerable<JsonObject> ReplicaSetsOf(JsonObject deployment) => _setsByController.Find(deployment.Uid());

    public IEnumerable<JsonObject> PodsOf(string sandbox) => _podsBySandbox.Find(sandbox);

    public IEnumerable<JsonObject> PodsOf(string sandbox, string service, int revision) =>
        _podsBySandbox.Find(sandbox).Where(pod => ForkLabels.Is(pod, sandbox, service, revision));

    public async ValueTask DisposeAsync()
    {
        foreach (var cache in All)
        {
            await cache.DisposeAsync();
        }
    }

    private static bool IsManaged(JsonObject item) => item.TextAt("metadata", "labels", KnownNames.ManagedByLabel) == KnownNames.ManagedBy;

    private void Pulse(JsonObject item)
    {
        if (SandboxOf(item) is { } sandbox)
        {
            _forks.Pulse(sandbox);
            ForkChanged?.Invoke(sandbox);
        }
    }
}
