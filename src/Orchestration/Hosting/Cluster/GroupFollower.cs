using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Groups;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Routing.Cluster;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Hosting.Cluster;

/// <summary>Publishes when a route group changed, and keeps the status of each equal to what is known; one that is already is not written.</summary>
internal sealed class GroupFollower(IKubernetesApi api, NamespaceCaches caches, ISandboxStore store, ResourceRunKeys runs, OperatorRoutes publisher, TimeProvider time)
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    private IReadOnlyCollection<string> _known = [];

    /// <summary>The groups that can be understood.</summary>
    public IReadOnlyList<RouteGroup> List() => [.. caches.Groups.Items.Select(item => RouteGroupResource.Read(item).Value).OfType<RouteGroup>()];

    /// <summary>The sandboxes that live by requests with a key: all of its group, or the one whose fork answered.</summary>
    public IEnumerable<SandboxId> MembersOf(string key, SandboxId answered) => caches.Groups.Find(caches.Namespace, key) is { } group && !IsSandbox(key) && RouteGroupResource.Read(group).Value is { } read
        ? read.Sandboxes
        : [answered];

    /// <summary>A group, or a sandbox that may be of one, changed.</summary>
    public Task WhenChanged() => Task.WhenAny(caches.Groups.WhenChanged(), caches.Sandboxes.WhenChanged());

    /// <summary>Publishes and settles, and returns how long nothing more is to be done without news. Without groups there is nothing to do.</summary>
    public async Task<TimeSpan> FollowAsync(IRouteSync routes, CancellationToken cancellationToken)
    {
        // A sandbox of the same name has the key, so what is noted under the name is the sandbox's.
        var generations = caches.Groups.Items.Where(item => !IsSandbox(item.Name())).ToDictionary(item => item.Name(), item => item.LongAt("metadata", "generation") ?? 0, StringComparer.Ordinal);
        if (caches.Groups.Items.Count == 0 && _known.Count == 0)
        {
            return Timeout.InfiniteTimeSpan;
        }

        await routes.SyncAsync(cancellationToken);
        publisher.Include(generations);
        foreach (var gone in _known.Where(name => !generations.ContainsKey(name) && !IsSandbox(name)))
        {
            publisher.Forget(gone);
        }

        _known = generations.Keys;
        await SettleAsync(cancellationToken);
        return caches.Groups.Items.Any(item => publisher.IsConfirmed(item) == false) ? s_again : Timeout.InfiniteTimeSpan;
    }

    private bool IsSandbox(string name) => caches.Sandboxes.Find(caches.Namespace, name) is not null;

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        foreach (var item in caches.Groups.Items.ToList())
        {
            var status = StatusOf(item);
            if (JsonNode.DeepEquals(status, item.ObjectAt("status")))
            {
                continue;
            }

            var changed = item.Copy();
            changed["status"] = status;
            var written = await api.ReplaceAsync(ResourceKinds.Groups, changed, "status", cancellationToken);
            if (written.IsSuccess)
            {
                caches.Groups.Observe(written.Value);
            }
            else if (written.Failure.Code is not (FailureCodes.ObjectChanged or FailureCodes.ObjectNotFound))
            {
                throw new ClusterFailureException(written.Failure); // a changed one comes with the watch, and is settled then
            }
        }
    }

    private JsonObject StatusOf(JsonObject item)
    {
        var read = RouteGroupResource.Read(item);
        var live = runs.Live.Select(run => run.Key.Value).ToHashSet(StringComparer.Ordinal);
        return RouteGroupStatus.Write(
            item,
            read.IsSuccess ? RouteGroups.Judge(read.Value, store.Find, live.Contains) : read.Failure,
            publisher.IsConfirmed(item),
            item.TextAt("status", "hopToken") ?? RandomNumberGenerator.GetHexString(32, lowercase: true),
            time.GetUtcNow());
    }
}
