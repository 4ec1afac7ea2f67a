using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Failures;

/// <summary>Decides how far a revision is, from what the cluster shows of it.</summary>
/// <remarks>
/// What cannot mend itself is told at once, not at a time-out. What often mends itself, a first crash, a probe that fails
/// while the program starts, is progress until it has gone on for longer than it should.
/// The order matters: a cause comes before what follows from it (out of memory before crash loop, liveness before it too).
/// </remarks>
internal static class ForkDiagnosis
{
    private static readonly Func<ForkObservation, JsonObject, SandboxFailure?>[] s_ofPods =
    [
        PodDiagnosis.Scheduling, ContainerDiagnosis.Configuration, ContainerDiagnosis.Image, PodDiagnosis.Volumes, PodDiagnosis.Eviction,
        ContainerDiagnosis.NotStarted, ContainerDiagnosis.Memory, ContainerDiagnosis.Init, ProbeDiagnosis.WrongPort, ProbeDiagnosis.Startup, ProbeDiagnosis.Liveness,
        ContainerDiagnosis.Crash, ProbeDiagnosis.Readiness,
    ];

    public static ForkReadiness Judge(ForkObservation seen)
    {
        var wanted = seen.Deployment.NumberAt("spec", "replicas") ?? 1;
        var pods = seen.Pods.Where(pod => !PodFacts.IsEnding(pod)).ToList();
        var ready = pods.Count(PodFacts.IsReady);
        if (ready >= wanted && ((wanted == 0 && pods.Count == 0) || IsObserved(seen.Deployment)))
        {
            return new ForkReadiness { IsReady = true, Activity = wanted == 0 ? "runs no pods, as asked for" : "ready" };
        }

        var failure = RefusedPods.Find(seen)
            ?? pods.Where(pod => !PodFacts.IsReady(pod)).SelectMany(pod => s_ofPods.Select(rule => rule(seen, pod))).FirstOrDefault(found => found is not null)
            ?? Stuck(seen, pods);
        return new ForkReadiness { Failure = failure, Activity = failure is null ? Activity(seen, pods, ready, wanted) : "failed" };
    }

    private static bool IsObserved(JsonObject deployment) =>
        (deployment.LongAt("status", "observedGeneration") ?? 0) >= (deployment.LongAt("metadata", "generation") ?? 0);

    private static SandboxFailure? Stuck(ForkObservation seen, IReadOnlyList<JsonObject> pods) =>
        PodFacts.Condition(seen.Deployment, "Progressing") is { } condition && condition.TextAt("status") == "False" && condition.TextAt("reason") == "ProgressDeadlineExceeded"
            ? new SandboxFailure
            {
                Code = FailureCodes.RolloutStuck,
                Category = FailureCategory.Environment,
                Message = $"The fork '{seen.Fork}' did not become ready in the time that its Deployment has: {PodFacts.Cut(condition.TextAt("message") ?? "no reason is given")}",
                Hint = $"Look at its pods with 'kubectl -n {seen.Deployment.Namespace()} describe pods -l {Selector(seen.Deployment)}'.",
                Evidence = [.. pods.SelectMany(PodFacts.Containers).SelectMany(container => PodFacts.Log(seen, container.Pod, container.Name)).TakeLast(20)],
            }
            : null;

    private static string Selector(JsonObject deployment) => string.Join(",", deployment.TextsAt("spec", "selector", "matchLabels").Select(pair => $"{pair.Key}={pair.Value}"));

    private static string Activity(ForkObservation seen, IReadOnlyList<JsonObject> pods, int ready, int wanted) =>
        pods.Count == 0 ? "waits for its pods to be made"
        : pods.Select(pod => ActivityOf(seen, pod)).FirstOrDefault(text => text is not null) ?? $"{ready} of {wanted} pods ready";

    private static string? ActivityOf(ForkObservation seen, JsonObject pod) => PodFacts.Containers(pod).FirstOrDefault(container => !container.IsReady && !IsDone(container)) switch
    {
        _ when PodFacts.Condition(pod, "PodScheduled")?.TextAt("status") == "False" => "waits for a node",
        null => null,
        { WaitingReason: "ContainerCreating" or "PodInitializing" } => PodFacts.Message(seen, pod, "Pulling", _ => true) is not null && PodFacts.Message(seen, pod, "Pulled", _ => true) is null ? "pulls its image" : "creates its containers",
        { IsInit: true, IsRunning: true, Name: var name } => $"runs its init container '{name}'",
        { IsRunning: true, Restarts: > 0 } container => $"'{container.Name}' was started again after exit code {container.ExitCode}",
        { IsRunning: true } container when ProbeDiagnosis.LastAnswer(seen, container) is { } answer => $"waits for its probe: {PodFacts.Cut(answer, 160)}",
        { IsRunning: true } => "waits for its probe",
        { Ended: not null } container => $"'{container.Name}' ended with exit code {container.ExitCode} and is started again",
        _ => null,
    };

    private static bool IsDone(ContainerFacts container) => container.IsInit && container.Status.NumberAt("state", "terminated", "exitCode") == 0;
}
