using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding;

/// <summary>All objects of a namespace, of every kind that the cluster can list, without what changes by itself.</summary>
/// <remarks>
/// Left out, each for its reason: events (they tell what happened, and go by themselves); <c>resourceVersion</c>,
/// <c>managedFields</c> and <c>status</c> (other controllers write them all the time; of a pod its address, and how often
/// its containers were started again, are kept, since that would be a disturbed baseline); how often Endpoints were
/// changed, and when last; what a Lease holds; and of ours the status of operator and routers, the pods of their own making, and the
/// list of ended keys, which exists to remember what is gone.
/// </remarks>
internal sealed class NamespaceState
{
    private readonly SortedDictionary<string, string> _objects = new(StringComparer.Ordinal);

    private NamespaceState()
    {
    }

    public IReadOnlyCollection<string> Names => _objects.Keys;

    public static async Task<NamespaceState> ReadAsync(IKubernetesApi api, string @namespace)
    {
        var state = new NamespaceState();
        foreach (var kind in await KindsAsync(api))
        {
            var list = await api.ListAsync(kind, @namespace, ListOptions.All, CancellationToken.None);
            foreach (var item in list.Get().Items.Where(IsKept))
            {
                state._objects[$"{kind.ApiVersion} {kind.Kind} {item.Name()}"] = Kept(kind, item);
            }
        }

        return state;
    }

    /// <summary>What differs, one line each; empty when nothing does.</summary>
    public IReadOnlyList<string> DifferencesTo(NamespaceState other) =>
    [
        .. _objects.Keys.Except(other._objects.Keys).Select(name => $"gone: {name}"),
        .. other._objects.Keys.Except(_objects.Keys).Select(name => $"new: {name}"),
        .. _objects.Where(pair => other._objects.TryGetValue(pair.Key, out var now) && now != pair.Value).Select(pair => $"changed: {pair.Key}: {pair.Value} -> {other._objects[pair.Key]}"),
    ];

    /// <summary>Waits until the namespace is as it was; controllers tidy up a moment after the objects that they look at are gone.</summary>
    public async Task ShouldReturnAsync(IKubernetesApi api, string @namespace, string after)
    {
        IReadOnlyList<string> differences = [];
        try
        {
            await Eventually.True(async () => (differences = DifferencesTo(await ReadAsync(api, @namespace))).Count == 0);
        }
        catch (TimeoutException)
        {
            differences.Should().BeEmpty($"after {after} everything must be as before");
        }
    }

    private static async Task<IReadOnlyList<ResourceKind>> KindsAsync(IKubernetesApi api)
    {
        var groups = (await api.ReadAsync("/apis", CancellationToken.None)).Get().ObjectsAt("groups").Select(group => group.TextAt("preferredVersion", "groupVersion"));
        var kinds = new List<ResourceKind>();
        foreach (var version in groups.OfType<string>().Prepend("v1"))
        {
            var resources = (await api.ReadAsync(version == "v1" ? "/api/v1" : $"/apis/{version}", CancellationToken.None)).Get().ObjectsAt("resources");
            kinds.AddRange(resources
                .Where(resource => resource.FlagAt("namespaced") && resource.ListAt("verbs").Contains("list") && resource.TextAt("kind") != "Event")
                .Select(resource => new ResourceKind(version, resource.TextAt("kind") ?? "", resource.TextAt("name") ?? "")));
        }

        kinds.Should().Contain([ResourceKinds.Pods, ResourceKinds.Secrets, ResourceKinds.Deployments], "the cluster tells its kinds");
        return kinds;
    }

    private static bool IsKept(JsonObject item) =>
        item.Name() != OperatorRights.EndedKeysName
        && !(item.Labels().ContainsKey(KnownNames.ComponentLabel) && item.Controller() is not null);

    private static string Kept(ResourceKind kind, JsonObject item)
    {
        var kept = item.Copy();
        kept.Remove("apiVersion");
        kept.Remove("kind"); // lists leave both out
        foreach (var name in (string[])["managedFields", "resourceVersion"])
        {
            kept.ObjectAt("metadata")?.Remove(name);
        }

        kept.ObjectAt("metadata", "annotations")?.Remove("endpoints.kubernetes.io/last-change-trigger-time");
        kept["status"] = kind == ResourceKinds.Pods ? StatusOf(item) : null;
        if (kind == ResourceKinds.Leases)
        {
            kept.Remove("spec");
        }

        if (kind.Kind is "Endpoints" or "EndpointSlice")
        {
            kept.ObjectAt("metadata")?.Remove("generation"); // they were elsewhere meanwhile, and are back
            RemoveVersions(kept);
        }

        return ObjectHash.Canonical(kept)!.ToJsonString(); // an object stays one
    }

    private static JsonObject StatusOf(JsonObject pod) => new()
    {
        ["podIP"] = pod.TextAt("status", "podIP"),
        ["restarts"] = new JsonArray([.. pod.ObjectsAt("status", "containerStatuses").Select(container => (JsonNode?)container.NumberAt("restartCount"))]),
    };

    /// <summary>References to pods name the version that was seen.</summary>
    private static void RemoveVersions(JsonNode? node)
    {
        if (node is JsonObject item)
        {
            item.Remove("resourceVersion");
            foreach (var (_, value) in item)
            {
                RemoveVersions(value);
            }
        }
        else if (node is JsonArray list)
        {
            list.ToList().ForEach(RemoveVersions);
        }
    }
}
