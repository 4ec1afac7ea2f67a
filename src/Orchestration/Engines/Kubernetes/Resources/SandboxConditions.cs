using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>The conditions of a sandbox. The reason of one that does not hold is the code of the failure, where there is one.</summary>
internal static class SandboxConditions
{
    public static JsonArray Of(StatusFacts facts) =>
    [
        Write("Accepted", Accepted(facts), facts),
        Write("Ready", Ready(facts), facts),
        Write("Routed", Routed(facts), facts),
        Write("BaselineCurrent", Baseline(facts), facts),
    ];

    private static (string, string, string) Accepted(StatusFacts facts) =>
        (facts.Record?.Refusal ?? facts.Reading.Refusal ?? facts.Reading.Refused.Concat(facts.Reading.Beyond).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).FirstOrDefault()) is { } failure
            ? ("False", failure.Code, Words(failure))
            : ("True", "Valid", "The wish is understood.");

    private static (string, string, string) Ready(StatusFacts facts) => (facts.Record, Failure(facts)) switch
    {
        (null, var failure) => ("False", failure?.Code ?? FailureCodes.ResourceInvalid, Words(failure)),
        ({ Phase: SandboxPhase.Deleting }, _) => ("False", "Deleting", "It is being removed."),
        ({ Refusal: { } refusal }, _) => ("False", refusal.Code, Words(refusal)),
        (_, { } failure) => ("False", failure.Code, Words(failure)),
        ({ Phase: SandboxPhase.Empty }, _) => ("True", "NoForks", "It has no forks: the baseline answers everything."),
        ({ Phase: SandboxPhase.Ready }, _) => ("True", "Ready", "Every fork serves its newest revision."),
        ({ } record, _) => ("False", "Progressing", Progress(record)),
    };

    private static SandboxFailure? Failure(StatusFacts facts) =>
        facts.Reading.Refused.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)
            .Concat(facts.Record is null && facts.Reading.Refusal is { } refusal ? [refusal] : [])
            .Concat((facts.Record?.Forks.Values ?? []).OrderBy(fork => fork.Service, StringComparer.Ordinal).Where(fork => fork.Phase is ForkPhase.Failed or ForkPhase.Crashed).Select(fork => fork.Failure).OfType<SandboxFailure>())
            .FirstOrDefault();

    private static (string, string, string) Routed(StatusFacts facts) => facts switch
    {
        { Record: null } => ("False", "NotAccepted", "Nothing of it is routed."),
        { IsRouted: true } => ("True", "Confirmed", "Every ready router has confirmed its routes."),
        { IsRouted: false } => ("False", "Unconfirmed", "Not every ready router has confirmed its routes yet."),
        _ => ("Unknown", "NoRouters", "No router is ready in the namespace; enrol a Service."),
    };

    private static (string, string, string) Baseline(StatusFacts facts)
    {
        var notes = facts.Baselines.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => BaselineDrifts.Describe(pair.Value.Drift, pair.Value.Workload))
            .OfType<string>()
            .ToList();
        return notes.Count == 0 ? ("True", "Unchanged", "The baseline is as it was when its forks were cloned.") : ("False", "baseline_changed", string.Join(" ", notes));
    }

    private static string Progress(SandboxRecord record)
    {
        var waiting = record.Spec.Forks.Values.OrderBy(fork => fork.Service, StringComparer.Ordinal)
            .Where(fork => !SandboxPhases.IsSettled(record, fork))
            .Select(fork => $"{fork.Service} revision {fork.Revision}: {record.Forks.GetValueOrDefault(fork.Service)?.Activity ?? "not begun"}");
        return $"On their way: {string.Join("; ", waiting)}.";
    }

    private static JsonObject Write(string type, (string Status, string Reason, string Message) state, StatusFacts facts) =>
        ResourceCondition.Write(type, state, facts.Reading.Generation, facts.Previous, facts.Now);

    private static string Words(SandboxFailure? failure) => failure is null ? "" : $"{failure.Message} {failure.Hint}";
}
