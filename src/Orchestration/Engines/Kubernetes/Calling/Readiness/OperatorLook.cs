using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Readiness;

/// <summary>Finds out whether an operator lives, with what users may read anyway: its Deployment, whose pods are ready only while they can work.</summary>
/// <remarks>
/// The election Lease tells its version. Its times are not looked at: they are of other clocks than this machine's.
/// An operator of all namespaces may be where the user may not look; then the routers of the namespace, which name it, are
/// the sign that there is one.
/// </remarks>
internal sealed class OperatorLook(IKubernetesApi api, string @namespace)
{
    /// <summary>The operator, or why none can be seen.</summary>
    public async Task<Result<OperatorSight>> FindAsync(CancellationToken cancellationToken)
    {
        var found = await new Installations(api).ForAsync(@namespace, operatorNamespace: null, cancellationToken);
        if (found.IsSuccess)
        {
            return await SeeAsync(found.Value, cancellationToken);
        }

        var elsewhere = found.Failure.Code == FailureCodes.OperatorMissing ? await ElsewhereAsync(cancellationToken) : null;
        return elsewhere switch
        {
            { } name when name != @namespace => new OperatorSight(name, 0, Ready: null, await VersionAsync(name, cancellationToken)),
            _ when found.Failure.Code == FailureCodes.OperatorMissing => Missing(),
            _ => found.Failure,
        };
    }

    private async Task<OperatorSight> SeeAsync(Installation installation, CancellationToken cancellationToken) => new(
        installation.Namespace,
        installation.Deployment.NumberAt("spec", "replicas") ?? 1,
        installation.Deployment.NumberAt("status", "readyReplicas") ?? 0,
        await VersionAsync(installation.Namespace, cancellationToken));

    private async Task<string?> VersionAsync(string operatorNamespace, CancellationToken cancellationToken) =>
        (await api.GetAsync(ResourceKinds.Leases, operatorNamespace, KnownNames.OperatorLease, cancellationToken)).Value?.Annotation(KnownNames.VersionAnnotation);

    /// <summary>The namespace of the operator that the routers here pull their tables from.</summary>
    private async Task<string?> ElsewhereAsync(CancellationToken cancellationToken)
    {
        var routers = await api.GetAsync(ResourceKinds.Deployments, @namespace, Programs.NameOf(KnownNames.RouterComponent), cancellationToken);
        var arguments = routers.Value.ObjectsAt("spec", "template", "spec", "containers").SelectMany(container => container.ListAt("args")).ToList();
        return arguments.IndexOf("--operator") is >= 0 and var at && at + 1 < arguments.Count && Uri.TryCreate(arguments[at + 1], UriKind.Absolute, out var address) && address.Host.Split('.') is [_, var name, ..]
            ? name
            : null;
    }

    private SandboxFailure Missing() => new()
    {
        Code = FailureCodes.OperatorMissing,
        Category = FailureCategory.Environment,
        Message = $"No operator that can be seen looks after namespace '{@namespace}'; without one nothing is made of a sandbox. Nothing was done.",
        Hint = $"Install one with 'agent-sandbox install --apply --namespace {@namespace}', or use the namespace that has one.",
    };
}
