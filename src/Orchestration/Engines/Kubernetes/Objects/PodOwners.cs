using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

/// <summary>Which workload a pod is of, read from the pod alone, so that nobody needs a right to workloads for it.</summary>
internal static class PodOwners
{
    // A ReplicaSet is named after its owner and the hash of the template, which is also a label of its pods.
    private static readonly (string Label, string Kind)[] s_hashes = [("rollouts-pod-template-hash", "Rollout"), ("pod-template-hash", "Deployment")];

    /// <summary>Such as <c>Deployment/orders</c>; null for a pod that belongs to nothing.</summary>
    public static string? WorkloadOf(JsonObject pod)
    {
        if (pod.Controller() is not { } owner)
        {
            return null;
        }

        foreach (var (label, kind) in owner.Kind == "ReplicaSet" ? s_hashes : [])
        {
            if (pod.Labels().GetValueOrDefault(label) is { Length: > 0 } hash && owner.Name.EndsWith($"-{hash}", StringComparison.Ordinal))
            {
                return $"{kind}/{owner.Name[..^(hash.Length + 1)]}";
            }
        }

        return $"{owner.Kind}/{owner.Name}";
    }
}
