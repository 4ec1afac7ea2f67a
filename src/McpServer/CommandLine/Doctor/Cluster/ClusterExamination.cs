using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Readiness;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.CommandLine.Doctor.Cluster;

/// <summary>Looks at all that <c>engine: kubernetes</c> needs, with the user's own rights; changes nothing.</summary>
internal sealed class ClusterExamination(Result<IKubernetesApi> opened, TimeProvider time)
{
    public async Task<IReadOnlyList<Finding>> RunAsync(SandboxConfiguration configuration, CancellationToken cancellationToken)
    {
        var builds = ImageBuilds.Look(configuration).ToList();
        if (!opened.IsSuccess)
        {
            return [Wrong("cluster", opened.Failure), .. builds];
        }

        using var api = opened.Value;
        var version = await api.ReadAsync("/version", cancellationToken);
        if (!version.IsSuccess && version.Failure.Code != FailureCodes.Forbidden)
        {
            return [Wrong("cluster", version.Failure), .. builds];
        }

        var check = new ClusterCheck(api, api.Namespace, time);
        return
        [
            new("cluster", Severity.Fine, $"{api.Description}, namespace '{api.Namespace}', Kubernetes {version.Value.TextAt("gitVersion") ?? "of a version that may not be read"}"),
            .. Problem("namespace", await check.NamespaceAsync(cancellationToken)),
            await DefinitionsAsync(check, cancellationToken),
            await OperatorAsync(check, cancellationToken),
            .. await RightsAsync(check, api.Namespace, cancellationToken),
            await RoutersAsync(api, cancellationToken),
            .. await new ServicesExamination(api).RunAsync(configuration, cancellationToken),
            .. builds,
        ];
    }

    internal static Finding Wrong(string subject, SandboxFailure failure) =>
        new(subject, Severity.Wrong, failure.Evidence.Count == 0 ? failure.Message : $"{failure.Message} {string.Join("; ", failure.Evidence)}", failure.Hint);

    private static IEnumerable<Finding> Problem(string subject, SandboxFailure? failure) => failure is null ? [] : [Wrong(subject, failure)];

    private static async Task<Finding> DefinitionsAsync(ClusterCheck check, CancellationToken cancellationToken) =>
        await check.DefinitionsAsync(cancellationToken) is { } failure ? Wrong("definitions", failure) : new("definitions", Severity.Fine, $"{KnownNames.ApiVersion} is served.");

    private static async Task<Finding> OperatorAsync(ClusterCheck check, CancellationToken cancellationToken) => await check.OperatorAsync(cancellationToken) switch
    {
        (_, { } failure) => Wrong("operator", failure),
        ({ Ready: { } ready } sight, _) => new("operator", Severity.Fine, $"{ready} of {sight.Wanted} pods ready in namespace '{sight.Namespace}', {VersionOf(sight)}"),
        var (sight, _) => new("operator", Severity.Note, $"the routers name one in namespace '{sight?.Namespace}', which may not be looked at.", "Ask those who look after it whether it runs."),
    };

    private static string VersionOf(OperatorSight sight) => sight.Version is { } version ? $"version {version}" : "of a version that cannot be read";

    private static async Task<IReadOnlyList<Finding>> RightsAsync(ClusterCheck check, string @namespace, CancellationToken cancellationToken)
    {
        var missing = await check.RightsAsync(
            [.. CallerRights.ToLook(@namespace), .. CallerRights.ToChange(@namespace), .. CallerRights.ToRequest(@namespace), .. CallerRights.ToReadLogs(@namespace)], cancellationToken);
        return missing switch
        {
            null => [new("rights", Severity.Fine, "all that the tools need.")],
            { Evidence.Count: > 0 } => [.. missing.Evidence.Select((right, i) => new Finding("rights", Severity.Wrong, $"may not {right}", i == missing.Evidence.Count - 1 ? missing.Hint : null))],
            _ => [Wrong("rights", missing)],
        };
    }

    private static async Task<Finding> RoutersAsync(IKubernetesApi api, CancellationToken cancellationToken)
    {
        var routers = await api.GetAsync(ResourceKinds.Deployments, api.Namespace, Programs.NameOf(KnownNames.RouterComponent), cancellationToken);
        var (ready, wanted) = (routers.Value.NumberAt("status", "readyReplicas") ?? 0, routers.Value.NumberAt("spec", "replicas") ?? 0);
        return routers switch
        {
            { Failure.Code: FailureCodes.ObjectNotFound } => new("routers", Severity.Note, "there are none, because no Service is enrolled yet.", "Enrol one with 'agent-sandbox enroll NAME'."),
            { Failure: { } failure } => Wrong("routers", failure),
            _ when ready == 0 => new("routers", Severity.Wrong, $"none of {wanted} is ready: enrolled Services do not answer.", $"Look at 'kubectl -n {api.Namespace} get pods -l {KnownNames.ComponentLabel}={KnownNames.RouterComponent}'."),
            _ => new("routers", ready < wanted ? Severity.Note : Severity.Fine, $"{ready} of {wanted} are ready.", ready < wanted ? $"Look at 'kubectl -n {api.Namespace} get pods -l {KnownNames.ComponentLabel}={KnownNames.RouterComponent}'." : null),
        };
    }
}
