using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;

/// <summary>Which forks of a sandbox are beyond the limits. It follows from the object alone: what its status knows as accepted is not asked again.</summary>
internal static class ForkQuota
{
    /// <param name="resource">The sandbox.</param>
    /// <param name="forks">Its forks as they were understood, in any order.</param>
    /// <param name="hashes">The hash of each fork's wish.</param>
    /// <param name="limits">The limits.</param>
    public static IReadOnlyDictionary<string, SandboxFailure> Refuse(
        JsonObject resource, IReadOnlyDictionary<string, ForkSpec> forks, IReadOnlyDictionary<string, string> hashes, SandboxLimits limits)
    {
        var refused = new Dictionary<string, SandboxFailure>(StringComparer.Ordinal);
        if (limits.ForksPerSandbox is null && limits.ReplicasPerFork is null)
        {
            return refused;
        }

        var seen = resource.ObjectsAt("status", "forks").Where(fork => fork.TextAt("service") is not null).ToLookup(fork => fork.TextAt("service")!, StringComparer.Ordinal); // filtered
        var accepted = forks.Keys.Where(service => seen[service].Any(IsAccepted)).ToHashSet(StringComparer.Ordinal);
        foreach (var (service, fork) in forks.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (fork.Workload?.Replicas is { } replicas && replicas > limits.ReplicasPerFork && !seen[service].Any(entry => IsAccepted(entry) && entry.TextAt("specHash") == hashes.GetValueOrDefault(service)))
            {
                refused[service] = QuotaFailures.Replicas(service, replicas, limits.ReplicasPerFork.Value);
            }
            else if (!accepted.Contains(service) && accepted.Count >= limits.ForksPerSandbox)
            {
                refused[service] = QuotaFailures.Forks(resource.Name(), service, limits.ForksPerSandbox.Value);
            }
            else
            {
                accepted.Add(service);
            }
        }

        return refused;
    }

    /// <summary>Something of it was begun with; what was only ever refused for a limit was not.</summary>
    private static bool IsAccepted(JsonObject fork) => fork.At("serving") is not null || !QuotaFailures.IsQuota(fork.TextAt("failure", "code"));
}
