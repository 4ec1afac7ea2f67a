using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Storing;

/// <summary>A write to the cluster that failed.</summary>
internal sealed class ClusterFailureException(SandboxFailure failure) : SandboxFailureException(failure);
