using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Failures;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>How far the pods of the operator, or of routers, are.</summary>
/// <param name="IsReady">True when every wanted pod is of the newest template and ready.</param>
/// <param name="Activity">What it waits for, in a few words.</param>
/// <param name="Trouble">What will not pass by itself; null when nothing shows.</param>
internal sealed record RolloutFacts(bool IsReady, string Activity, string? Trouble)
{
    private const int ManyRestarts = 3;

    public static RolloutFacts Of(JsonObject deployment, IEnumerable<JsonObject> pods)
    {
        var wanted = deployment.NumberAt("spec", "replicas") ?? 1;
        var observed = (deployment.LongAt("status", "observedGeneration") ?? 0) >= (deployment.LongAt("metadata", "generation") ?? 0);
        var updated = deployment.NumberAt("status", "updatedReplicas") ?? 0;
        var available = deployment.NumberAt("status", "availableReplicas") ?? 0;
        var all = deployment.NumberAt("status", "replicas") ?? 0;
        var ready = observed && updated >= wanted && available >= wanted && all == updated;
        var count = string.Create(CultureInfo.InvariantCulture, $"{Math.Min(updated, available)} of {wanted} pods are ready");
        return new RolloutFacts(ready, ready || all == updated ? count : $"{count}, older ones end", ready ? null : Find(deployment, pods));
    }

    private static string? Find(JsonObject deployment, IEnumerable<JsonObject> pods) =>
        pods.Where(pod => !PodFacts.IsEnding(pod) && !PodFacts.IsReady(pod)).SelectMany(PodFacts.Containers).Select(OfContainer).FirstOrDefault(found => found is not null)
        ?? (PodFacts.Condition(deployment, "ReplicaFailure") is { } condition && condition.TextAt("status") == "True" ? $"Pods are not made: {PodFacts.Cut(condition.TextAt("message") ?? "")}" : null);

    private static string? OfContainer(ContainerFacts container) => container switch
    {
        { WaitingReason: "ErrImageNeverPull" or "InvalidImageName" or "ImagePullBackOff" or "ErrImagePull" } =>
            $"The image '{container.Image}' of {container} cannot be had: {container.WaitingReason} {PodFacts.Cut(container.WaitingMessage)}".TrimEnd(),
        { WaitingReason: "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError" } => $"The {container} cannot be started: {PodFacts.Cut(container.WaitingMessage)}",
        { Restarts: >= ManyRestarts, IsReady: false } => string.Create(CultureInfo.InvariantCulture, $"The {container} ended {container.Restarts} times, last with exit code {container.ExitCode}."),
        _ => null,
    };
}
