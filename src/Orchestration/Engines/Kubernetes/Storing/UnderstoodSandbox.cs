using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Storing;

/// <summary>A sandbox's record in which forks with nonsense in their wish have a place too.</summary>
/// <remarks>
/// A fork that is left out of the record would be removed, and its requests would meet the baseline. So it stays as it
/// was observed last, failed with what is wrong with the wish: what serves goes on serving, and what never served is
/// refused by the routers with the reason.
/// </remarks>
internal static class UnderstoodSandbox
{
    public static SandboxRecord? Of(SandboxReading reading)
    {
        if (reading.Record is not { } record || reading.Refused.Count == 0)
        {
            return reading.Record;
        }

        var specs = new Dictionary<string, ForkSpec>(record.Spec.Forks, StringComparer.Ordinal);
        var statuses = new Dictionary<string, ForkStatus>(record.Forks, StringComparer.Ordinal);
        foreach (var (service, failure) in reading.Refused)
        {
            if (SandboxId.Parse(service).IsSuccess)
            {
                statuses[service] = Refused(service, statuses.GetValueOrDefault(service), failure, record);
                specs[service] = Placeholder(statuses[service], record);
            }
        }

        return record with { Spec = record.Spec with { Forks = specs }, Forks = statuses };
    }

    private static ForkStatus Refused(string service, ForkStatus? seen, SandboxFailure failure, SandboxRecord record) => new()
    {
        Service = service,
        Revision = seen?.Revision ?? Math.Max(1, record.Spec.LastRevisions.GetValueOrDefault(service)),
        Phase = ForkPhase.Failed,
        Failure = failure,
        Serving = seen?.Serving,
        Since = seen?.Since ?? record.Spec.CreatedAt,
    };

    private static ForkSpec Placeholder(ForkStatus status, SandboxRecord record) =>
        status.Serving?.Spec is { } serving
            ? serving with { Revision = status.Revision }
            : new ForkSpec
            {
                Service = status.Service,
                Revision = status.Revision,
                Source = new ForkSource { Kind = SourceKind.Image, Tree = "", Hash = "" },
                RequestedAt = record.Spec.CreatedAt,
            };
}
