using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>Two operators for one namespace would both write its sandboxes; so the second is not installed.</summary>
internal static class InstallationConflict
{
    public static SandboxFailure? Find(InstallSpec wanted, IReadOnlyList<Installation> found)
    {
        var other = found.FirstOrDefault(installation => installation.Namespace == wanted.Namespace
            ? installation.Scope != wanted.Scope
            : installation.Scope == InstallScope.Cluster || wanted.Scope == InstallScope.Cluster);
        return other is null ? null : new SandboxFailure
        {
            Code = FailureCodes.OtherInstallation,
            Category = FailureCategory.User,
            Message = $"Nothing was installed in namespace '{wanted.Namespace}': there is {other} already ('{other.Image}'), and two operators would write the same sandboxes.",
            Hint = other.Namespace == wanted.Namespace
                ? $"{(other.Scope == InstallScope.Cluster ? "Say --all-namespaces to keep its scope." : "Leave --all-namespaces out to keep its scope.")} To change it, first 'agent-sandbox uninstall --namespace {other.Namespace}'."
                : wanted.Scope == InstallScope.Cluster || other.Scope == InstallScope.Namespace
                    ? $"Remove it with 'agent-sandbox uninstall --namespace {other.Namespace}' first, or install without --all-namespaces."
                    : $"Enrol Services right away: it looks after '{wanted.Namespace}' too. Or remove it with 'agent-sandbox uninstall --namespace {other.Namespace}'.",
        };
    }
}
