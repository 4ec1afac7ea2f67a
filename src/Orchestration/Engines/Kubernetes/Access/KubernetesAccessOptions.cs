using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>Which cluster, and as whom.</summary>
internal sealed record KubernetesAccessOptions
{
    /// <summary>One kubeconfig; null for those of <c>KUBECONFIG</c>, or <c>~/.kube/config</c>.</summary>
    public string? KubeconfigPath { get; init; }

    /// <summary>A context of it; null for its current one.</summary>
    public string? Context { get; init; }

    /// <summary>A namespace; null for that of the context.</summary>
    public string? Namespace { get; init; }

    /// <summary>Takes <c>insecure-skip-tls-verify</c> of a kubeconfig, which is refused otherwise.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Where <c>KUBECONFIG</c>, <c>HOME</c>, proxies and the like are looked up, and what credential plugins get.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = MinimalEnvironment.Whole();

    /// <summary>The clock of limits, retries and expiry.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where a pod finds its account.</summary>
    public string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Where calls are counted, for a program that tells of them.</summary>
    public ApiRequestCounts Counts { get; init; } = new();
}
