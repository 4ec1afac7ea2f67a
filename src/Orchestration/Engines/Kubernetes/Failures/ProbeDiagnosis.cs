using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Failures;

/// <summary>What probes say of a container that runs.</summary>
internal static partial class ProbeDiagnosis
{
    /// <summary>A program may open a port for its metrics first and the asked one soon after.</summary>
    private const int MinRefusals = 3;

    private static readonly TimeSpan s_defaultPeriod = TimeSpan.FromSeconds(10);

    /// <summary>A refused connection is normal while a program starts; but not when its log says that it listens elsewhere.</summary>
    public static SandboxFailure? WrongPort(ForkObservation seen, JsonObject pod)
    {
        foreach (var container in NotReady(pod))
        {
            var refused = PodFacts.Message(seen, pod, "Unhealthy", text => text.Contains("connection refused", StringComparison.OrdinalIgnoreCase));
            var asked = refused is null ? null : AskedPattern().Matches(refused).Select(match => match.Groups[1].Value).LastOrDefault();
            var heard = PodFacts.Log(seen, pod, container.Name).SelectMany(line => ListenPattern().Matches(line)).Select(match => match.Groups[1].Value).Distinct().ToList();
            var times = PodFacts.Count(seen, pod, "Unhealthy", text => text.Contains("connection refused", StringComparison.OrdinalIgnoreCase));
            if (asked is not null && times >= MinRefusals && heard.Count > 0 && !heard.Contains(asked))
            {
                return ContainerDiagnosis.Failure(
                    FailureCodes.WrongPort,
                    FailureCategory.Configuration,
                    $"The probe of {container} of the fork '{seen.Fork}' asks port {asked}, where nothing listens; its log says that it listens on {string.Join(" and ", heard)}.",
                    $"Let the program listen on port {asked}, for instance through 'environment', or change the ports and probes with a 'patch'.",
                    [PodFacts.Cut(refused!), .. PodFacts.Log(seen, pod, container.Name)]); // asked was read from it
            }
        }

        return null;
    }

    public static SandboxFailure? Startup(ForkObservation seen, JsonObject pod) => Restarting(seen, pod, "Startup", FailureCodes.StartupFailing, "raise failureThreshold of its startupProbe with a 'patch' if it only needs longer");

    public static SandboxFailure? Liveness(ForkObservation seen, JsonObject pod) => Restarting(seen, pod, "Liveness", FailureCodes.LivenessFailing, "change its livenessProbe with a 'patch' if the probe is wrong");

    /// <summary>Told once the pod has run for longer than its probe allows by itself, and some patience more.</summary>
    public static SandboxFailure? Readiness(ForkObservation seen, JsonObject pod)
    {
        foreach (var container in NotReady(pod).Where(container => container.Spec.ObjectAt("readinessProbe") is not null))
        {
            var probe = container.Spec.ObjectAt("readinessProbe");
            var patience = Seconds(probe, "initialDelaySeconds", TimeSpan.Zero) + (Seconds(probe, "periodSeconds", s_defaultPeriod) * (probe.NumberAt("failureThreshold") ?? 3)) + seen.ReadinessPatience;
            var answer = Answer(seen, pod, "Readiness");
            if (answer is not null && container.StartedAt is { } started && seen.Now - started > patience)
            {
                return ContainerDiagnosis.Failure(
                    FailureCodes.ReadinessFailing,
                    FailureCategory.Configuration,
                    string.Create(CultureInfo.InvariantCulture, $"The {container} of the fork '{seen.Fork}' has run for {(seen.Now - started).TotalSeconds:0} s and its readiness probe still fails: {PodFacts.Cut(answer)}"),
                    "Fix what its lines say; check that the probe's path and port are those of this revision.",
                    PodFacts.Log(seen, pod, container.Name));
            }
        }

        return null;
    }

    /// <summary>What a probe of a pod said last; null when none failed.</summary>
    public static string? LastAnswer(ForkObservation seen, ContainerFacts container) => Answer(seen, container.Pod, "Startup") ?? Answer(seen, container.Pod, "Readiness");

    private static SandboxFailure? Restarting(ForkObservation seen, JsonObject pod, string kind, string code, string otherwise) =>
        NotReady(pod).FirstOrDefault(container => container.Restarts >= 1 && container.Spec.ObjectAt($"{kind.ToLowerInvariant()}Probe") is not null) is { } container
        && Answer(seen, pod, kind) is { } answer
            ? ContainerDiagnosis.Failure(
                code,
                FailureCategory.Configuration,
                $"The {container} of the fork '{seen.Fork}' was restarted because its {kind.ToLowerInvariant()} probe fails: {PodFacts.Cut(answer)}",
                $"Fix what its lines say, or {otherwise}.",
                PodFacts.Log(seen, pod, container.Name))
            : null;

    private static string? Answer(ForkObservation seen, JsonObject pod, string kind) =>
        PodFacts.Message(seen, pod, "Unhealthy", text => text.StartsWith($"{kind} probe", StringComparison.Ordinal)) is { } message
            ? message[(message.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : null;

    private static IEnumerable<ContainerFacts> NotReady(JsonObject pod) => PodFacts.Containers(pod).Where(container => !container.IsInit && !container.IsReady && (container.IsRunning || container.Restarts > 0));

    private static TimeSpan Seconds(JsonObject? probe, string field, TimeSpan otherwise) => probe.NumberAt(field) is { } seconds ? TimeSpan.FromSeconds(seconds) : otherwise;

    [GeneratedRegex(@":(\d{1,5})(?=/|\b)")]
    private static partial Regex AskedPattern();

    /// <summary>What servers of the usual kinds print when they begin to listen.</summary>
    [GeneratedRegex(@"(?:listening|running|started|serving|bound)\b[^\r\n]*?(?::|\bport(?:\(s\))?[ :=]+)(80|\d{3,5})\b", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 200)]
    private static partial Regex ListenPattern();
}
