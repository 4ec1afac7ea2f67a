using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Failures;

/// <summary>The answer about one revision: ready, still progressing, or failed.</summary>
internal sealed record ForkReadiness
{
    /// <summary>True when every wanted pod is ready.</summary>
    public bool IsReady { get; init; }

    /// <summary>Why it failed; null while it is ready or can still become so.</summary>
    public SandboxFailure? Failure { get; init; }

    /// <summary>What happens now, in a few words.</summary>
    public required string Activity { get; init; }

    public bool IsProgressing => !IsReady && Failure is null;

    public static ForkReadiness Progressing(string activity) => new() { Activity = activity };
}
