using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Failures;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>What a user's program looks at, with the user's own rights.</summary>
internal sealed class CallerCaches(string @namespace, Func<ResourceKind, IObjectCache> open) : IAsyncDisposable
{
    public string Namespace => @namespace;

    public IObjectCache Sandboxes { get; } = open(ResourceKinds.Sandboxes);

    public IObjectCache Services { get; } = open(ResourceKinds.Services);

    public IObjectCache Pods { get; } = open(ResourceKinds.Pods);

    public IObjectCache Groups { get; } = open(ResourceKinds.Groups);

    /// <summary>The routers that can be asked now.</summary>
    public IReadOnlyList<JsonObject> Routers => [.. Pods.Items.Where(PodFacts.IsReadyRouter)];

    /// <summary>The pods behind a Service, as its owner meant it.</summary>
    public IReadOnlyList<JsonObject> PodsOf(JsonObject service) =>
        LabelSelector.OfMap(EnrolledService.OriginalSelector(service)) is { } selector
            ? [.. Pods.Items.Where(pod => !PodFacts.IsEnding(pod) && selector.Matches(pod.Labels()))]
            : [];

    public async Task<Result<Done>> WhenCompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var cache in (IObjectCache[])[Sandboxes, Services, Pods])
        {
            var complete = await cache.WhenCompleteAsync(cancellationToken);
            if (!complete.IsSuccess)
            {
                return complete.Failure;
            }
        }

        _ = await Groups.WhenCompleteAsync(cancellationToken); // whoever may not read groups can do everything else
        return default(Done);
    }

    public async ValueTask DisposeAsync()
    {
        await Sandboxes.DisposeAsync();
        await Services.DisposeAsync();
        await Pods.DisposeAsync();
        await Groups.DisposeAsync();
    }
}
