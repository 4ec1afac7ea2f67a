using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

internal static class MakingFailures
{
    public static SandboxFailure ServiceNotFound(string service, NamespaceCaches caches)
    {
        var names = caches.Services.Items.Select(item => item.Name()).Order(StringComparer.Ordinal).ToList();
        return new SandboxFailure
        {
            Code = FailureCodes.ServiceNotFound,
            Category = FailureCategory.User,
            Message = $"The namespace '{caches.Namespace}' has no Service '{NameFailures.Quote(service)}'.",
            Hint = names.Count == 0 ? "It has no Services at all; check the namespace." : $"It has {string.Join(", ", names.Take(20))}.",
        };
    }

    public static SandboxFailure SandboxGone(SandboxId sandbox) => new()
    {
        Code = FailureCodes.SandboxNotFound,
        Category = FailureCategory.User,
        Message = $"The sandbox '{sandbox}' was deleted while its fork was made.",
        Hint = "Create it again.",
    };

    public static SandboxFailure DeploymentGone(string fork) => new()
    {
        Code = FailureCodes.ForkCrashed,
        Category = FailureCategory.Environment,
        Message = $"The Deployment of '{fork}' was deleted by somebody else.",
        Hint = "Deploy again.",
        Retryable = true,
    };
}
