using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Events;

/// <summary>What happened to a sandbox, by its status before and after: the same status tells nothing, so that nothing is told twice.</summary>
internal static class SandboxEvents
{
    private const string LeaseEnd = "its lease ended";

    /// <param name="resource">The sandbox, with its wish.</param>
    /// <param name="before">Its status before; null for the first one.</param>
    /// <param name="after">Its status now.</param>
    public static IEnumerable<ObjectEvent> Of(JsonObject resource, JsonObject? before, JsonObject after)
    {
        IEnumerable<ObjectEvent?> events =
        [
            Acceptance(resource, Condition(before, "Accepted"), Condition(after, "Accepted")),
            .. after.ObjectsAt("forks").Select(fork => Fork(resource, Named(before, fork.TextAt("service")), fork)),
            .. before.ObjectsAt("forks").Where(fork => Named(after, fork.TextAt("service")) is null).Select(fork => Normal(resource, EventReasons.ForkRemoved, $"The fork of '{fork.TextAt("service")}' was removed.")),
            Baseline(resource, Condition(before, "BaselineCurrent"), Condition(after, "BaselineCurrent")),
            End(resource, before.TextAt("phase"), after.TextAt("phase")),
        ];
        return events.OfType<ObjectEvent>();
    }

    private static ObjectEvent? Acceptance(JsonObject resource, JsonObject? before, JsonObject? after) => (before.TextAt("status"), after.TextAt("status")) switch
    {
        (_, "False") when before.TextAt("message") != after.TextAt("message") => Warning(resource, EventReasons.NotAccepted, $"{after.TextAt("reason")}: {after.TextAt("message")}"),
        ("False", "True") => Normal(resource, EventReasons.Accepted, "The wish is understood now."),
        _ => null,
    };

    private static ObjectEvent? Fork(JsonObject resource, JsonObject? before, JsonObject after)
    {
        var isSame = before.TextAt("phase") == after.TextAt("phase") && before.NumberAt("revision") == after.NumberAt("revision");
        return (after.TextAt("phase"), before.TextAt("phase")) switch
        {
            (nameof(ForkPhase.Ready), _) when isSame => null,
            (nameof(ForkPhase.Ready), _) when before.At("serving", "down") is not null && before.NumberAt("revision") == after.NumberAt("revision") => Normal(resource, EventReasons.ForkRecovered, $"{Name(after)} answers again."),
            (nameof(ForkPhase.Ready), nameof(ForkPhase.Routing)) when before.At("failure") is not null => Normal(resource, EventReasons.ForkRecovered, $"{Name(after)} answers again."),
            (nameof(ForkPhase.Ready), _) => Normal(resource, EventReasons.ForkReady, $"{Name(after)} is ready{From(after)}."),
            (nameof(ForkPhase.Failed), _) when !isSame || !IsSameFailure(before, after) => Warning(resource, EventReasons.ForkFailed, $"{Name(after)} failed with {Failure(after)}"),
            (nameof(ForkPhase.Crashed), _) when !isSame || !IsSameFailure(before, after) => Warning(resource, EventReasons.ForkCrashed, $"{Name(after)} crashed with {Failure(after)}"),
            _ => null,
        };
    }

    private static ObjectEvent? Baseline(JsonObject resource, JsonObject? before, JsonObject? after) =>
        after.TextAt("status") == "False" && before.TextAt("message") != after.TextAt("message") ? Normal(resource, EventReasons.BaselineChanged, after.TextAt("message") ?? "") : null;

    private static ObjectEvent? End(JsonObject resource, string? before, string? after)
    {
        if (after != nameof(SandboxPhase.Deleting) || before == after)
        {
            return null;
        }

        var reason = resource.TextAt("spec", "deletion", "reason") ?? "it was deleted in the cluster";
        return Normal(resource, reason.StartsWith(LeaseEnd, StringComparison.Ordinal) ? EventReasons.LeaseEnded : EventReasons.Deleting, $"It is being removed: {reason}.");
    }

    /// <summary>What was observed can vary from pass to pass, such as a count of restarts; the code tells whether it is another failure.</summary>
    private static bool IsSameFailure(JsonObject? before, JsonObject after) => before.TextAt("failure", "code") == after.TextAt("failure", "code");

    private static string Name(JsonObject fork) => $"Revision {fork.NumberAt("revision")} of '{fork.TextAt("service")}'";

    private static string From(JsonObject fork) => fork.TextAt("baseline", "workload") is { Length: > 0 } workload ? $", cloned from '{workload}'" : "";

    private static string Failure(JsonObject fork) => $"{fork.TextAt("failure", "code")}: {fork.TextAt("failure", "message")} {fork.TextAt("failure", "hint")}";

    private static JsonObject? Condition(JsonObject? status, string type) => status.ObjectsAt("conditions").FirstOrDefault(condition => condition.TextAt("type") == type);

    private static JsonObject? Named(JsonObject? status, string? service) => status.ObjectsAt("forks").FirstOrDefault(fork => fork.TextAt("service") == service);

    private static ObjectEvent Normal(JsonObject resource, string reason, string message) => new(resource, ObjectEventKind.Normal, reason, message);

    private static ObjectEvent Warning(JsonObject resource, string reason, string message) => new(resource, ObjectEventKind.Warning, reason, message);
}
