using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Failures;

/// <summary>Pods that do not come to be at all: what the ReplicaSet's controller was told.</summary>
internal static partial class RefusedPods
{
    public static SandboxFailure? Find(ForkObservation seen) => Message(seen) switch
    {
        null => null,
        var message when message.Contains("exceeded quota", StringComparison.Ordinal) || message.Contains("failed quota", StringComparison.Ordinal) => new SandboxFailure
        {
            Code = FailureCodes.QuotaExceeded,
            Category = FailureCategory.Environment,
            Message = $"The quota of namespace '{seen.Deployment.Namespace()}' has no room for the fork '{seen.Fork}': {PodFacts.Cut(message)}",
            Hint = "Delete a sandbox that is no longer needed, ask for less with 'resources', or have the ResourceQuota raised.",
            Retryable = true,
        },
        var message when AccountPattern().Match(message) is { Success: true } account => new SandboxFailure
        {
            Code = FailureCodes.ConfigMissing,
            Category = FailureCategory.Configuration,
            Message = $"The service account '{account.Groups[1].Value}' of the fork '{seen.Fork}' does not exist: {PodFacts.Cut(message)}",
            Hint = $"Create it in namespace '{seen.Deployment.Namespace()}', then deploy again.",
        },
        var message => new SandboxFailure
        {
            Code = FailureCodes.AdmissionRefused,
            Category = FailureCategory.Environment,
            Message = $"The cluster refuses the pods of the fork '{seen.Fork}': {PodFacts.Cut(message)}",
            Hint = "Change what the message names with a 'patch', or ask who runs the cluster for an exception.",
        },
    };

    /// <summary>The Deployment copies the condition, but only some time later; the event is there first.</summary>
    private static string? Message(ForkObservation seen) =>
        seen.ReplicaSets.Append(seen.Deployment)
            .Select(item => PodFacts.Condition(item, "ReplicaFailure"))
            .Where(condition => condition.TextAt("status") == "True" && condition.TextAt("reason") == "FailedCreate")
            .Select(condition => condition.TextAt("message"))
            .FirstOrDefault(message => message is not null)
        ?? (seen.Pods.Count > 0 ? null : seen.ReplicaSets.Select(set => PodFacts.Message(seen, set, "FailedCreate", _ => true)).FirstOrDefault(message => message is not null));

    [GeneratedRegex("error looking up service account \\S+?/(\\S+?): ")]
    private static partial Regex AccountPattern();
}
