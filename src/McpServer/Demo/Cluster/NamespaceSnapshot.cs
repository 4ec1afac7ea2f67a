using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.Demo.Cluster;

/// <summary>The objects of a namespace at one time: which there are, and what somebody wants of each, without what controllers observe.</summary>
internal sealed class NamespaceSnapshot
{
    private static readonly ResourceKind[] s_kinds =
    [
        ResourceKinds.Sandboxes, ResourceKinds.Groups, ResourceKinds.Deployments, ResourceKinds.StatefulSets, ResourceKinds.ReplicaSets, ResourceKinds.Pods, ResourceKinds.Services,
        ResourceKinds.ConfigMaps, ResourceKinds.Secrets, ResourceKinds.Claims, ResourceKinds.ServiceAccounts, ResourceKinds.Roles, ResourceKinds.RoleBindings, ResourceKinds.NetworkPolicies,
    ];

    private static readonly string[] s_content = ["spec", "data", "rules", "subjects", "roleRef"];

    private readonly SortedDictionary<string, string> _objects = new(StringComparer.Ordinal);

    public int Count => _objects.Count;

    /// <summary>Looks at everything; the record of ended keys is left out, because it is to outlive sandboxes.</summary>
    public static async Task<NamespaceSnapshot> TakeAsync(IKubernetesApi api, string @namespace, string claim, CancellationToken cancellationToken)
    {
        var snapshot = new NamespaceSnapshot();
        foreach (var kind in s_kinds)
        {
            var listed = await api.ListAsync(kind, @namespace, ListOptions.All, cancellationToken);
            if (!listed.IsSuccess && listed.Failure.Code != FailureCodes.ObjectNotFound)
            {
                throw DemoNamespace.Failed(claim, listed.Failure);
            }

            foreach (var item in (listed.Value?.Items ?? []).Where(item => item.Name() != OperatorRights.EndedKeysName))
            {
                snapshot._objects[$"{kind.Kind}/{item.Name()}"] = Fingerprint(item);
            }
        }

        return snapshot;
    }

    /// <summary>What has come, gone or changed since; empty when nothing has.</summary>
    public IReadOnlyList<string> Until(NamespaceSnapshot later) =>
    [
        .. later._objects.Keys.Except(_objects.Keys).Select(name => $"more: {name}"),
        .. _objects.Keys.Except(later._objects.Keys).Select(name => $"gone: {name}"),
        .. _objects.Where(pair => later._objects.TryGetValue(pair.Key, out var content) && content != pair.Value).Select(pair => $"changed: {pair.Key}"),
    ];

    /// <summary>The objects that match, with nothing of the rest.</summary>
    public NamespaceSnapshot Only(Func<string, bool> matches)
    {
        var some = new NamespaceSnapshot();
        foreach (var (name, content) in _objects.Where(pair => matches(pair.Key)))
        {
            some._objects[name] = content;
        }

        return some;
    }

    private static string Fingerprint(JsonObject item)
    {
        var content = new JsonObject { ["uid"] = item.Uid(), ["labels"] = item.Labels().ToJson(), ["annotations"] = item.Annotations().ToJson() };
        foreach (var name in s_content)
        {
            content[name] = item.At(name)?.DeepClone();
        }

        return ObjectHash.OfText(content.ToJsonString());
    }
}
