using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Storing;

/// <summary>A write to the cluster that failed. An <see cref="IOException"/>, as a full disk is for the journal.</summary>
internal sealed class ClusterFailureException(SandboxFailure failure) : IOException($"{failure.Code}: {failure.Message}")
{
    public SandboxFailure Failure { get; } = failure;
}
