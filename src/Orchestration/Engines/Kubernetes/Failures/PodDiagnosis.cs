using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Failures;

/// <summary>What keeps a pod as a whole from running.</summary>
internal static partial class PodDiagnosis
{
    public static SandboxFailure? Scheduling(ForkObservation seen, JsonObject pod)
    {
        var condition = PodFacts.Condition(pod, "PodScheduled");
        var waits = seen.Now - (condition.TimeAt("lastTransitionTime") ?? seen.Now);
        return condition.TextAt("status") == "False"
            && condition.TextAt("reason") == "Unschedulable"
            && waits >= seen.SchedulingPatience
            && PodFacts.Message(seen, pod, "TriggeredScaleUp", _ => true) is null
            ? new SandboxFailure
            {
                Code = FailureCodes.Unschedulable,
                Category = FailureCategory.Environment,
                Message = $"No node takes the pod '{pod.Name()}' of the fork '{seen.Fork}': {PodFacts.Cut(condition.TextAt("message") ?? "no reason is given")}",
                Hint = "Ask for less with 'resources', change node selectors or tolerations with a 'patch', or make room on the nodes.",
                Retryable = true,
            }
            : null;
    }

    /// <summary>A volume whose secret or map is missing says so; others get as long as the kubelet itself waits before it complains.</summary>
    public static SandboxFailure? Volumes(ForkObservation seen, JsonObject pod)
    {
        var message = PodFacts.Message(seen, pod, "FailedMount", _ => true) ?? PodFacts.Message(seen, pod, "FailedAttachVolume", _ => true);
        var specific = PodFacts.Message(seen, pod, "FailedMount", text => MissingPattern().IsMatch(text));
        return (specific, message) switch
        {
            ({ } missing, _) when MissingPattern().Match(missing) is { } match => ConfigMissing(seen, pod, $"{match.Groups[1].Value} '{match.Groups[2].Value}'", missing),
            (_, { } failed) when PodFacts.Count(seen, pod, "FailedMount", _ => true) + PodFacts.Count(seen, pod, "FailedAttachVolume", _ => true) >= 3 || failed.Contains("timed out", StringComparison.Ordinal) => new SandboxFailure
            {
                Code = FailureCodes.VolumeFailed,
                Category = FailureCategory.Environment,
                Message = $"A volume of pod '{pod.Name()}' of the fork '{seen.Fork}' cannot be mounted: {PodFacts.Cut(failed)}",
                Hint = "A claim that the baseline's pod has on another node cannot be shared: take the volume out with a 'patch', or use 'keepClaims' for one of its own.",
            },
            _ => null,
        };
    }

    public static SandboxFailure? Eviction(ForkObservation seen, JsonObject pod) => pod.TextAt("status", "phase") == "Failed" && pod.TextAt("status", "reason") is { } reason
        ? new SandboxFailure
        {
            Code = FailureCodes.PodEvicted,
            Category = FailureCategory.Environment,
            Message = $"The node ended the pod '{pod.Name()}' of the fork '{seen.Fork}' ({reason}): {PodFacts.Cut(pod.TextAt("status", "message") ?? "no message is given")}",
            Hint = "Another pod takes its place when there is room; set 'resources' requests so that it is not the first to go.",
            Retryable = true,
        }
        : null;

    public static SandboxFailure ConfigMissing(ForkObservation seen, JsonObject pod, string what, string fact) => new()
    {
        Code = FailureCodes.ConfigMissing,
        Category = FailureCategory.Configuration,
        Message = $"The fork '{seen.Fork}' needs the {what}, which is not in namespace '{pod.Namespace()}': {PodFacts.Cut(fact)}",
        Hint = "Create it there, or take the reference out with a 'patch'.",
    };

    [GeneratedRegex("(secret|configmap) \"([^\"]+)\" not found", RegexOptions.IgnoreCase)]
    private static partial Regex MissingPattern();
}
