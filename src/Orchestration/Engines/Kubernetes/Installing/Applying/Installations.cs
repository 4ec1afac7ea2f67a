using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>Finds what is installed in a cluster.</summary>
internal sealed class Installations(IKubernetesApi api)
{
    private static readonly ListOptions s_operators = Of(KnownNames.OperatorComponent);
    private static readonly ListOptions s_routers = Of(KnownNames.RouterComponent);

    /// <summary>The operators that the user can see: of all namespaces, or where that is not allowed of these.</summary>
    public Task<Result<IReadOnlyList<Installation>>> FindAsync(IReadOnlyList<string> namespaces, CancellationToken cancellationToken) =>
        ListAsync(s_operators, namespaces, deployment => new Installation(deployment), cancellationToken);

    /// <summary>The namespaces that have routers of an installation.</summary>
    public Task<Result<IReadOnlyList<string>>> RouterNamespacesAsync(InstallScope scope, string @namespace, CancellationToken cancellationToken) => scope == InstallScope.Cluster
        ? ListAsync(s_routers, [@namespace], deployment => deployment.Namespace(), cancellationToken)
        : ListInAsync(s_routers, [@namespace], deployment => deployment.Namespace(), cancellationToken);

    /// <summary>The operator that looks after a namespace, or the failure that says that there is none.</summary>
    public async Task<Result<Installation>> ForAsync(string @namespace, string? operatorNamespace, CancellationToken cancellationToken)
    {
        var found = await FindAsync(operatorNamespace is null ? [@namespace] : [@namespace, operatorNamespace], cancellationToken);
        if (!found.IsSuccess)
        {
            return found.Failure;
        }

        return found.Value.OrderByDescending(installation => installation.Namespace == @namespace).FirstOrDefault(installation => installation.LooksAfter(@namespace)) is { } installation
            ? installation
            : Missing(@namespace);
    }

    /// <summary><c>policy/v1</c> where the cluster has it.</summary>
    public async Task<Result<string>> DisruptionBudgetVersionAsync(CancellationToken cancellationToken)
    {
        var newer = await api.ReadAsync($"/apis/{ResourceKinds.Budgets.ApiVersion}", cancellationToken);
        return newer switch
        {
            { IsSuccess: true } => ResourceKinds.Budgets.ApiVersion,
            { Failure.Code: FailureCodes.ObjectNotFound } => ResourceKinds.OlderBudgets.ApiVersion,
            _ => newer.Failure,
        };
    }

    private static ListOptions Of(string component) => new() { LabelSelector = $"{KnownNames.ManagedByLabel}={KnownNames.ManagedBy},{KnownNames.ComponentLabel}={component}" };

    private async Task<Result<IReadOnlyList<T>>> ListAsync<T>(ListOptions options, IReadOnlyList<string> namespaces, Func<JsonObject, T> read, CancellationToken cancellationToken)
    {
        var all = await api.ListAsync(ResourceKinds.Deployments, null, options, cancellationToken);
        return all switch
        {
            { IsSuccess: true } => Result<IReadOnlyList<T>>.Success([.. all.Value.Items.Select(read)]),
            { Failure.Code: FailureCodes.Forbidden } => await ListInAsync(options, namespaces, read, cancellationToken),
            _ => all.Failure,
        };
    }

    private async Task<Result<IReadOnlyList<T>>> ListInAsync<T>(ListOptions options, IReadOnlyList<string> namespaces, Func<JsonObject, T> read, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        foreach (var name in namespaces.Distinct())
        {
            var some = await api.ListAsync(ResourceKinds.Deployments, name, options, cancellationToken);
            if (!some.IsSuccess)
            {
                return some.Failure;
            }

            items.AddRange(some.Value.Items.Select(read));
        }

        return items;
    }

    private static SandboxFailure Missing(string @namespace) => new()
    {
        Code = FailureCodes.OperatorMissing,
        Category = FailureCategory.Environment,
        Message = $"No operator that can be seen looks after namespace '{@namespace}'; routers would not become ready without one.",
        Hint = $"Install one with 'agent-sandbox install --apply --namespace {@namespace}', or name the namespace of one that looks after all with --operator-namespace.",
    };
}
