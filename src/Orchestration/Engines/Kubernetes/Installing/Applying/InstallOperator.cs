using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>Carries out an installation: definitions first, then the operator, then the routers that there are already. Repeating it changes nothing.</summary>
internal sealed class InstallOperator(IKubernetesApi api, TimeProvider time, Patience patience)
{
    private readonly ObjectApplier _applier = new(api);
    private readonly RolloutWait _wait = new(api, time, patience);

    public async Task<Result<Done>> ExecuteAsync(InstallationPlan plan, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var definitions = plan.Changes.Where(change => ResourceKinds.Of(change.Item) == ResourceKinds.Definitions).ToList();
        var applied = await ApplyAsync(definitions, progress, cancellationToken);
        foreach (var definition in applied.IsSuccess ? definitions : [])
        {
            var established = await _wait.ForDefinitionAsync(definition.Item.Name(), cancellationToken);
            if (!established.IsSuccess)
            {
                return established.Failure;
            }
        }

        applied = applied.IsSuccess ? await ApplyAsync([.. plan.Changes.Except(definitions)], progress, cancellationToken) : applied;
        if (!applied.IsSuccess)
        {
            return applied.Failure;
        }

        var ready = await _wait.ForDeploymentAsync(plan.Spec.Namespace, Programs.NameOf(KnownNames.OperatorComponent), progress, cancellationToken);
        ready = ready.IsSuccess && plan.Spec.HasMcp ? await _wait.ForDeploymentAsync(plan.Spec.Namespace, Programs.NameOf(KnownNames.McpComponent), progress, cancellationToken) : ready;
        return ready.IsSuccess ? await RoutersAsync(plan, progress, cancellationToken) : ready.Failure;
    }

    /// <summary>One namespace after the other, so that a version that does not become ready stops at the first.</summary>
    private async Task<Result<Done>> RoutersAsync(InstallationPlan plan, IProgress<string> progress, CancellationToken cancellationToken)
    {
        foreach (var (name, changes) in plan.Routers)
        {
            var applied = await ApplyAsync(changes, progress, cancellationToken);
            var ready = applied.IsSuccess ? await _wait.ForDeploymentAsync(name, Programs.NameOf(KnownNames.RouterComponent), progress, cancellationToken) : applied;
            if (!ready.IsSuccess)
            {
                return ready.Failure;
            }
        }

        return default(Done);
    }

    private async Task<Result<Done>> ApplyAsync(IReadOnlyList<ObjectChange> changes, IProgress<string> progress, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
        {
            var applied = await _applier.ApplyAsync(change, cancellationToken);
            if (!applied.IsSuccess)
            {
                return applied.Failure;
            }

            if (change.Kind != ObjectChangeKind.Unchanged)
            {
                progress.Report(change.ToString());
            }
        }

        return default(Done);
    }
}
