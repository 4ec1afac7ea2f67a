using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;

/// <summary>Who else writes the selector of a Service, and how to make it leave ours alone.</summary>
/// <param name="Tool">The tool, by its marks on the object.</param>
/// <param name="Manager">The field manager that wrote the selector last; null when the server does not say.</param>
/// <param name="Advice">The rule to add there.</param>
internal sealed record CompetingWriter(ManagingTool Tool, string? Manager, string Advice)
{
    public static CompetingWriter Of(JsonObject service)
    {
        var manager = LastSelectorManager(service);
        var tool = ToolOf(service, manager);
        return new CompetingWriter(tool, manager, AdviceFor(tool, service, manager));
    }

    private static ManagingTool ToolOf(JsonObject service, string? manager) => service switch
    {
        _ when service.Annotation("argocd.argoproj.io/tracking-id") is not null || service.Labels().ContainsKey("argocd.argoproj.io/instance") => ManagingTool.ArgoCd,
        _ when service.Labels().Keys.Any(key => key.EndsWith(".toolkit.fluxcd.io/name", StringComparison.Ordinal)) => ManagingTool.Flux,
        _ when service.Annotation("meta.helm.sh/release-name") is not null => ManagingTool.Helm,
        _ => manager switch
        {
            { } name when name.StartsWith("argocd", StringComparison.Ordinal) => ManagingTool.ArgoCd,
            "kustomize-controller" or "helm-controller" => ManagingTool.Flux,
            "helm" => ManagingTool.Helm,
            _ => ManagingTool.Person,
        },
    };

    private static string? LastSelectorManager(JsonObject service) => service.ObjectsAt("metadata", "managedFields")
        .Where(entry => entry.At("fieldsV1", "f:spec", "f:selector") is not null)
        .Where(entry => entry.TextAt("manager") is { } name && !name.StartsWith(KnownNames.ManagedBy, StringComparison.Ordinal))
        .OrderBy(entry => entry.TextAt("time"), StringComparer.Ordinal)
        .LastOrDefault()?.TextAt("manager");

    private static string AdviceFor(ManagingTool tool, JsonObject service, string? manager) => tool switch
    {
        ManagingTool.ArgoCd => $"Add to the Application: ignoreDifferences: [{{ group: \"\", kind: Service, name: {service.Name()}, namespace: {service.Namespace()}, jsonPointers: [/spec/selector, /spec/ports] }}], and the sync option RespectIgnoreDifferences=true.",
        ManagingTool.Flux => $"Annotate the Service '{service.Name()}' in its source with 'kustomize.toolkit.fluxcd.io/ssa: IfNotPresent', so that Flux creates it and then leaves it.",
        ManagingTool.Helm => $"Un-enrol '{service.Name()}' before 'helm upgrade' and enrol it afterwards, or let the chart leave spec.selector and spec.ports of it alone.",
        _ => $"Let {(manager is null ? "whoever applies it" : $"'{manager}'")} leave spec.selector and spec.ports of the Service '{service.Name()}' alone, then enrol it again.",
    };
}
