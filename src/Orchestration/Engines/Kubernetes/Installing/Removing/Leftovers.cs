using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;

/// <summary>Looks by our labels for what is still there of an installation, and removes what its programs wrote while they ran.</summary>
internal sealed class Leftovers(IKubernetesApi api, InstalledParts parts)
{
    private static readonly ListOptions s_ours = new() { LabelSelector = $"{KnownNames.ManagedByLabel}={KnownNames.ManagedBy}" };

    /// <summary>Written by programs, and owned by nobody who would be deleted with them.</summary>
    private static readonly ResourceKind[] s_written = [ResourceKinds.ConfigMaps, ResourceKinds.Secrets, ResourceKinds.Leases, ResourceKinds.Claims];

    private static readonly ResourceKind[] s_kinds =
    [
        ResourceKinds.Deployments, ResourceKinds.ReplicaSets, ResourceKinds.Pods, ResourceKinds.Services, ResourceKinds.ServiceAccounts, ResourceKinds.Roles, ResourceKinds.RoleBindings,
        .. s_written,
    ];

    /// <summary>Kinds that the user may not list, which are therefore not known to be gone.</summary>
    public SortedSet<string> NotLookedAt { get; } = new(StringComparer.Ordinal);

    public async Task<Result<IReadOnlyList<JsonObject>>> FindAsync(CancellationToken cancellationToken)
    {
        var left = new List<JsonObject>();
        foreach (var (kind, place) in Places())
        {
            var listed = await api.ListAsync(kind, place, s_ours, cancellationToken);
            if (listed.IsSuccess)
            {
                left.AddRange(listed.Value.Items.Where(item => kind.IsNamespaced || item.Name().EndsWith($"-{parts.Spec.Namespace}", StringComparison.Ordinal)));
            }
            else if (listed.Failure.Code == FailureCodes.Forbidden)
            {
                NotLookedAt.Add($"{kind} in '{place}'");
            }
            else
            {
                return listed.Failure;
            }
        }

        return left;
    }

    /// <summary>Removes what operator and routers wrote: ended keys, the election, secrets of hops.</summary>
    public async Task<Result<IReadOnlyList<JsonObject>>> RemoveWrittenAsync(CancellationToken cancellationToken)
    {
        var found = await FindAsync(cancellationToken);
        if (!found.IsSuccess)
        {
            return found.Failure;
        }

        var written = found.Value.Where(item => s_written.Contains(ResourceKinds.Of(item))).ToList();
        foreach (var item in written)
        {
            var deleted = await api.DeleteAsync(ResourceKinds.Of(item)!, item.Namespace(), item.Name(), DeleteOptions.Usual, cancellationToken); // filtered
            if (!deleted.IsSuccess)
            {
                return deleted.Failure;
            }
        }

        return await RemoveNamedAsync(written, cancellationToken);
    }

    /// <summary>The election's Lease and the ended keys have names of their own; a version that gave them no labels left them too.</summary>
    private async Task<Result<IReadOnlyList<JsonObject>>> RemoveNamedAsync(List<JsonObject> removed, CancellationToken cancellationToken)
    {
        (ResourceKind Kind, string Name)[] named = [(ResourceKinds.Leases, Programs.NameOf(KnownNames.OperatorComponent)), (ResourceKinds.ConfigMaps, OperatorRights.EndedKeysName)];
        foreach (var place in parts.Namespaces)
        {
            foreach (var (kind, name) in named)
            {
                var found = await api.GetAsync(kind, place, name, cancellationToken);
                var deleted = found.IsSuccess ? await api.DeleteAsync(kind, place, name, DeleteOptions.Usual, cancellationToken) : default(Done);
                if (!deleted.IsSuccess)
                {
                    return deleted.Failure;
                }

                removed.AddRange(found.IsSuccess ? [found.Value] : []);
            }
        }

        return removed;
    }

    private IEnumerable<(ResourceKind Kind, string? Place)> Places()
    {
        var budgets = parts.Spec.DisruptionBudgetVersion == ResourceKinds.Budgets.ApiVersion ? ResourceKinds.Budgets : ResourceKinds.OlderBudgets;
        foreach (var place in parts.Namespaces)
        {
            foreach (var kind in s_kinds.Append(budgets))
            {
                yield return (kind, place);
            }
        }

        if (parts.Spec.Scope == InstallScope.Cluster)
        {
            yield return (ResourceKinds.ClusterRoles, null);
            yield return (ResourceKinds.ClusterRoleBindings, null);
        }
    }
}
