using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;

/// <summary>What there is of an installation, also of one of which only remains are left.</summary>
internal sealed record InstalledParts
{
    public required InstallSpec Spec { get; init; }

    /// <summary>Every namespace that can have something of it, its own included.</summary>
    public required IReadOnlyList<string> Namespaces { get; init; }

    /// <summary>Sandboxes and route groups in these namespaces.</summary>
    public required IReadOnlyList<JsonObject> Sandboxes { get; init; }

    /// <summary>Other operators, of other namespaces; null when the user may not look there.</summary>
    public required IReadOnlyList<Installation>? Others { get; init; }

    public static async Task<Result<InstalledParts>> ReadAsync(IKubernetesApi api, string @namespace, CancellationToken cancellationToken)
    {
        var installations = new Installations(api);
        var budget = await installations.DisruptionBudgetVersionAsync(cancellationToken);
        var found = budget.IsSuccess ? await installations.FindAsync([@namespace], cancellationToken) : budget.Failure;
        if (!budget.IsSuccess || !found.IsSuccess)
        {
            return budget.Failure ?? found.Failure!; // one of them
        }

        var scope = await ScopeAsync(api, @namespace, found.Value, cancellationToken);
        var everywhere = await api.ListAsync(ResourceKinds.Deployments, null, new ListOptions { PageSize = 1, LabelSelector = $"{KnownNames.ComponentLabel}=none" }, cancellationToken);
        var own = found.Value.FirstOrDefault(installation => installation.Namespace == @namespace);
        var spec = (own?.ToSpec(budget.Value) ?? new InstallSpec { Namespace = @namespace, Image = "", DisruptionBudgetVersion = budget.Value }) with { Scope = scope, HasMcp = true }; // looked for in any case: it is removed where it is
        var namespaces = await NamespacesAsync(api, spec, cancellationToken);
        var sandboxes = namespaces.IsSuccess ? await SandboxesAsync(api, spec.Scope == InstallScope.Cluster ? null : @namespace, cancellationToken) : namespaces.Failure;
        return sandboxes.IsSuccess
            ? new InstalledParts
            {
                Spec = spec,
                Namespaces = namespaces.Value!, // read before
                Sandboxes = sandboxes.Value,
                Others = everywhere.IsSuccess ? [.. found.Value.Where(installation => installation.Namespace != @namespace)] : null,
            }
            : sandboxes.Failure;
    }

    /// <summary>Without definitions there are none.</summary>
    public static async Task<Result<IReadOnlyList<JsonObject>>> SandboxesAsync(IKubernetesApi api, string? @namespace, CancellationToken cancellationToken)
    {
        var items = new List<JsonObject>();
        foreach (var kind in (ResourceKind[])[ResourceKinds.Sandboxes, ResourceKinds.Groups])
        {
            var listed = await api.ListAsync(kind, @namespace, ListOptions.All, cancellationToken);
            if (!listed.IsSuccess && listed.Failure.Code != FailureCodes.ObjectNotFound)
            {
                return listed.Failure;
            }

            items.AddRange(listed.Value?.Items ?? []);
        }

        return items;
    }

    /// <summary>The operator's word; where it is gone already, that of its role.</summary>
    private static async Task<InstallScope> ScopeAsync(IKubernetesApi api, string @namespace, IReadOnlyList<Installation> found, CancellationToken cancellationToken)
    {
        if (found.FirstOrDefault(installation => installation.Namespace == @namespace) is { } own)
        {
            return own.Scope;
        }

        var role = await api.GetAsync(ResourceKinds.ClusterRoles, null, $"{Programs.NameOf(KnownNames.OperatorComponent)}-{@namespace}", cancellationToken);
        return role.IsSuccess ? InstallScope.Cluster : InstallScope.Namespace;
    }

    private static async Task<Result<IReadOnlyList<string>>> NamespacesAsync(IKubernetesApi api, InstallSpec spec, CancellationToken cancellationToken)
    {
        if (spec.Scope == InstallScope.Namespace)
        {
            return Result<IReadOnlyList<string>>.Success([spec.Namespace]);
        }

        var names = new SortedSet<string>(StringComparer.Ordinal) { spec.Namespace };
        var marked = await api.ListAsync(ResourceKinds.Services, null, new ListOptions { LabelSelector = KnownNames.EnrolledLabel }, cancellationToken);
        var routers = await new Installations(api).RouterNamespacesAsync(spec.Scope, spec.Namespace, cancellationToken);
        if (!marked.IsSuccess || !routers.IsSuccess)
        {
            return marked.Failure ?? routers.Failure!; // one of them
        }

        names.UnionWith(marked.Value.Items.Select(service => service.Namespace()));
        names.UnionWith(routers.Value);
        return Result<IReadOnlyList<string>>.Success([.. names]);
    }
}
