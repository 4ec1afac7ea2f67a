using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>Opens connections to services of the cluster.</summary>
internal interface IEntryPorts
{
    /// <summary>One connection to a router's port for a service, or to one of its pods where it is not enrolled.</summary>
    Task<Result<Stream>> OpenAsync(string service, CancellationToken cancellationToken);
}
