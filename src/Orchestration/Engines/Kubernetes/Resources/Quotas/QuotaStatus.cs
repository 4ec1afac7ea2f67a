using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;

/// <summary>The observed forks with those that are beyond a limit as failed, and those that no longer are as not begun with.</summary>
internal static class QuotaStatus
{
    public static IReadOnlyDictionary<string, ForkStatus> Over(
        IReadOnlyDictionary<string, ForkStatus> seen, IReadOnlyDictionary<string, ForkSpec> wanted, IReadOnlyDictionary<string, SandboxFailure> beyond)
    {
        var forks = new Dictionary<string, ForkStatus>(StringComparer.Ordinal);
        foreach (var (service, status) in seen)
        {
            forks[service] = !beyond.ContainsKey(service) && QuotaFailures.IsQuota(status.Failure?.Code) ? status with { Phase = ForkPhase.Queued, Failure = null } : status;
        }

        foreach (var (service, failure) in beyond)
        {
            forks[service] = Refused(seen.GetValueOrDefault(service), wanted[service], failure);
        }

        return forks;
    }

    /// <summary>What serves goes on serving; a time that stays is no write.</summary>
    private static ForkStatus Refused(ForkStatus? seen, ForkSpec wanted, SandboxFailure failure) => new()
    {
        Service = wanted.Service,
        Revision = wanted.Revision,
        Phase = ForkPhase.Failed,
        Failure = failure,
        Serving = seen?.Serving,
        Since = seen is not null && seen.Revision == wanted.Revision && QuotaFailures.IsQuota(seen.Failure?.Code) ? seen.Since : wanted.RequestedAt,
    };
}
