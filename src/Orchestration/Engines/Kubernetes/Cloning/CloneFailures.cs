using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

internal static class CloneFailures
{
    public static SandboxFailure NotForkable(JsonObject workload, string reason, string hint) => new()
    {
        Code = FailureCodes.WorkloadNotForkable,
        Category = FailureCategory.User,
        Message = $"'{workload.Describe()}' cannot be forked: {reason}.",
        Hint = hint,
    };

    public static SandboxFailure WorkloadNotFound(JsonObject service, string fact, string hint) => new()
    {
        Code = FailureCodes.WorkloadNotFound,
        Category = FailureCategory.User,
        Message = $"The service '{service.Name()}' has no workload to fork: {fact}.",
        Hint = hint,
    };

    public static SandboxFailure ContainerNotFound(string source, string container, IReadOnlyList<string> names) => new()
    {
        Code = FailureCodes.ContainerNotFound,
        Category = FailureCategory.User,
        Message = $"'{source}' has no container '{container}'; it has {Join(names)}.",
        Hint = "Name one of these as 'container'.",
    };

    public static SandboxFailure ContainerAmbiguous(string source, IReadOnlyList<string> names) => new()
    {
        Code = FailureCodes.ContainerAmbiguous,
        Category = FailureCategory.User,
        Message = $"'{source}' has several containers, {Join(names)}, and neither the annotation '{KnownNames.DefaultContainerAnnotation}' nor the port of the Service says which one is meant.",
        Hint = "Name one of these as 'container'.",
    };

    public static SandboxFailure Patch(string path, string problem) => new()
    {
        Code = FailureCodes.PatchInvalid,
        Category = FailureCategory.User,
        Message = $"The patch cannot be applied: '{path}' {problem}.",
        Hint = "Write the patch in the shape of a Deployment, as for 'kubectl patch', and change only what lies below spec.template, spec.replicas, spec.strategy, spec.minReadySeconds and spec.progressDeadlineSeconds.",
    };

    public static SandboxFailure Selected(string source, string service) => new()
    {
        Code = FailureCodes.ForkWouldBeSelected,
        Category = FailureCategory.Configuration,
        Message = $"A fork of '{source}' would answer requests of everybody: the selector of Service '{service}' matches labels that each fork must have.",
        Hint = $"Let the selector of '{service}' name a label of its own, not '{KnownNames.ManagedByLabel}' or one below '{KnownNames.Group}/'.",
    };

    private static string Join(IReadOnlyList<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
