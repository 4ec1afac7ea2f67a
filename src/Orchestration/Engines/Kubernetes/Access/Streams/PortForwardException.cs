using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Streams;

/// <summary>The node could not go on with a forwarded connection: nothing listens, or the pod is gone.</summary>
internal sealed class PortForwardException(SandboxFailure failure) : IOException(failure.Message)
{
    public SandboxFailure Failure => failure;
}
