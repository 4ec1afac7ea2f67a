using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Failures;

/// <summary>What keeps a container from running.</summary>
internal static partial class ContainerDiagnosis
{
    private static readonly string[] s_imageReasons = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError", "RegistryUnavailable"];
    private static readonly string[] s_startReasons = ["RunContainerError", "CreateContainerError", "StartError", "ContainerCannotRun"];

    public static SandboxFailure? Configuration(ForkObservation seen, JsonObject pod) =>
        First(pod, container => container.WaitingReason == "CreateContainerConfigError") is not { } container ? null
        : MissingPattern().Match(container.WaitingMessage) is { Success: true } missing ? PodDiagnosis.ConfigMissing(seen, pod, $"{missing.Groups[1].Value} '{missing.Groups[2].Value}'", container.WaitingMessage)
        : KeyPattern().Match(container.WaitingMessage) is { Success: true } key ? PodDiagnosis.ConfigMissing(seen, pod, $"key '{key.Groups[1].Value}' in the {key.Groups[2].Value}", container.WaitingMessage)
        : Failure(FailureCodes.CommandNotStarted, FailureCategory.Configuration, $"The {container} of the fork '{seen.Fork}' cannot be made: {PodFacts.Cut(container.WaitingMessage)}", "Correct what the message names, with a 'patch' or in the baseline.");

    public static SandboxFailure? Image(ForkObservation seen, JsonObject pod) =>
        First(pod, container => s_imageReasons.Contains(container.WaitingReason)) is { } container
            ? Failure(
                FailureCodes.ImagePullFailed,
                FailureCategory.Configuration,
                $"The image '{container.Image}' of {container} of the fork '{seen.Fork}' cannot be pulled: {PodFacts.Cut(PullMessage(seen, pod, container))}",
                container.WaitingReason switch
                {
                    "ErrImageNeverPull" => "Load the image onto the node, or change imagePullPolicy with a 'patch'.",
                    "InvalidImageName" => "Correct the image's name.",
                    _ => "Check that the image was pushed under this name and digest, and that the namespace has the pull secret.",
                })
            : null;

    public static SandboxFailure? NotStarted(ForkObservation seen, JsonObject pod) =>
        First(pod, container => s_startReasons.Contains(container.WaitingReason) || s_startReasons.Contains(container.Ended.TextAt("reason"))) is { } container
            ? Failure(
                FailureCodes.CommandNotStarted,
                FailureCategory.Configuration,
                $"The {container} of the fork '{seen.Fork}' was not started: {PodFacts.Cut(container.Ended.TextAt("message") ?? container.WaitingMessage)}",
                "Check 'command' and that the image has the program.")
            : null;

    public static SandboxFailure? Memory(ForkObservation seen, JsonObject pod) =>
        First(pod, container => container.Ended.TextAt("reason") == "OOMKilled" && !container.IsReady) is { } container
            ? Failure(
                FailureCodes.OutOfMemory,
                FailureCategory.Configuration,
                $"The {container} of the fork '{seen.Fork}' was ended because it used more memory than its limit of {container.Spec.TextAt("resources", "limits", "memory") ?? "the node"}.",
                "Raise the limit with 'resources', or find what needs the memory.",
                PodFacts.Log(seen, pod, container.Name))
            : null;

    /// <summary>An init container that failed once is started again at once, so that twice is needed to call it failing.</summary>
    public static SandboxFailure? Init(ForkObservation seen, JsonObject pod) =>
        First(pod, container => container.IsInit && container.ExitCode != 0 && IsFailingAgain(container)) is { } container
            ? Failure(
                FailureCodes.InitFailed,
                FailureCategory.Configuration,
                $"The init {container} of the fork '{seen.Fork}' fails: it ended with exit code {container.ExitCode}, {Times(container)}.",
                "Fix what its lines say; the service itself was not started.",
                PodFacts.Log(seen, pod, container.Name))
            : null;

    public static SandboxFailure? Crash(ForkObservation seen, JsonObject pod) =>
        First(pod, container => !container.IsInit && !container.IsReady && container.Ended is not null && IsFailingAgain(container)) is { } container
            ? Failure(
                FailureCodes.CrashLoop,
                FailureCategory.Configuration,
                container.ExitCode == 0
                    ? $"The {container} of the fork '{seen.Fork}' ends by itself with exit code 0, {Times(container)}; a service must stay."
                    : $"The {container} of the fork '{seen.Fork}' crashes: it ended with exit code {container.ExitCode}, {Times(container)}.",
                "Fix what its lines say, then deploy_fork.",
                PodFacts.Log(seen, pod, container.Name))
            : null;

    public static SandboxFailure Failure(string code, FailureCategory category, string message, string hint, IReadOnlyList<string>? evidence = null) => new()
    {
        Code = code,
        Category = category,
        Message = message,
        Hint = hint,
        Evidence = evidence ?? [],
    };

    public static bool IsFailingAgain(ContainerFacts container) => container.WaitingReason == "CrashLoopBackOff" || container.Restarts >= 2;

    private static ContainerFacts? First(JsonObject pod, Func<ContainerFacts, bool> fits) => PodFacts.Containers(pod).FirstOrDefault(fits);

    /// <summary>The back-off's own message has no reason in it; the event of the attempt has.</summary>
    private static string PullMessage(ForkObservation seen, JsonObject pod, ContainerFacts container) =>
        PodFacts.Message(seen, pod, "Failed", text => text.Contains("image", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("Error: ", StringComparison.Ordinal))
        ?? (container.WaitingMessage.Length > 0 ? container.WaitingMessage : container.WaitingReason ?? "");

    private static string Times(ContainerFacts container) => container.Restarts switch
    {
        0 => "at its first start",
        1 => "and again after it was started a second time",
        var count => $"after {count} restarts",
    };

    [GeneratedRegex("(secret|configmap) \"([^\"]+)\" not found", RegexOptions.IgnoreCase)]
    private static partial Regex MissingPattern();

    [GeneratedRegex("couldn't find key (\\S+) in ((?:Secret|ConfigMap) \\S+)")]
    private static partial Regex KeyPattern();
}
