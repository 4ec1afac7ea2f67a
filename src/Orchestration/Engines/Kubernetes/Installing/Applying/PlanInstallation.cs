using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Rights;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>Compares an installation with the cluster, and says everything that stands in its way. Changes nothing.</summary>
internal sealed class PlanInstallation(IKubernetesApi api)
{
    private readonly Installations _installations = new(api);
    private readonly ObjectApplier _applier = new(api);

    public async Task<Result<InstallationPlan>> ExecuteAsync(InstallRequest request, CancellationToken cancellationToken)
    {
        var budget = await _installations.DisruptionBudgetVersionAsync(cancellationToken);
        var found = budget.IsSuccess ? await _installations.FindAsync([request.Namespace], cancellationToken) : budget.Failure;
        if (!budget.IsSuccess || !found.IsSuccess)
        {
            return budget.Failure ?? found.Failure!; // one of them
        }

        var mcp = await api.GetAsync(ResourceKinds.Deployments, request.Namespace, Programs.NameOf(KnownNames.McpComponent), cancellationToken);
        if (mcp.Failure is { Code: not FailureCodes.ObjectNotFound } unknown)
        {
            return unknown;
        }

        var spec = request.ToSpec(found.Value.FirstOrDefault(installation => installation.Namespace == request.Namespace), mcp.Value, budget.Value);
        var routers = await _installations.RouterNamespacesAsync(spec.Scope, spec.Namespace, cancellationToken);
        if (!routers.IsSuccess)
        {
            return routers.Failure;
        }

        var objects = InstallationPlan.Objects(spec);
        var ofRouters = routers.Value.Distinct().Order(StringComparer.Ordinal).ToDictionary(name => name, name => InstallManifests.Router(spec, name));
        var problem = InstallationConflict.Find(spec, found.Value)
            ?? await NamespaceAsync(spec.Namespace, cancellationToken)
            ?? await new RightsCheck(api).ForApplyingAsync([.. objects, .. ofRouters.Values.SelectMany(items => items)], cancellationToken);
        return problem is null ? await CompareAsync(spec, objects, ofRouters, cancellationToken) : problem;
    }

    private async Task<SandboxFailure?> NamespaceAsync(string @namespace, CancellationToken cancellationToken)
    {
        var found = await api.GetAsync(ResourceKinds.Namespaces, null, @namespace, cancellationToken);
        return found switch
        {
            { IsSuccess: true } or { Failure.Code: FailureCodes.Forbidden } => null, // whoever may not look is told when applying
            { Failure.Code: FailureCodes.ObjectNotFound } => found.Failure with
            {
                Message = $"Nothing was installed: there is no namespace '{@namespace}' in {api.Description}.",
                Hint = $"Name the namespace of the baseline with --namespace, or make one with 'kubectl create namespace {@namespace}'.",
            },
            _ => found.Failure,
        };
    }

    private async Task<Result<InstallationPlan>> CompareAsync(
        InstallSpec spec, IReadOnlyList<JsonObject> objects, IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> routers, CancellationToken cancellationToken)
    {
        var changes = await CompareAsync(objects, cancellationToken);
        if (!changes.IsSuccess)
        {
            return changes.Failure;
        }

        var ofRouters = new SortedDictionary<string, IReadOnlyList<ObjectChange>>(StringComparer.Ordinal);
        foreach (var (name, items) in routers)
        {
            var some = await CompareAsync(items, cancellationToken);
            if (!some.IsSuccess)
            {
                return some.Failure;
            }

            ofRouters[name] = some.Value;
        }

        return new InstallationPlan { Spec = spec, Changes = changes.Value, Routers = ofRouters };
    }

    private async Task<Result<IReadOnlyList<ObjectChange>>> CompareAsync(IReadOnlyList<JsonObject> objects, CancellationToken cancellationToken)
    {
        var changes = new List<ObjectChange>();
        foreach (var item in objects)
        {
            var change = await _applier.CompareAsync(item, cancellationToken);
            if (!change.IsSuccess)
            {
                return change.Failure;
            }

            changes.Add(change.Value);
        }

        return changes;
    }
}
