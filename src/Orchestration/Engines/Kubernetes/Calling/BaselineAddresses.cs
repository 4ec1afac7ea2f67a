using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>Where services of the cluster are reached from this machine, for placeholders of build commands.</summary>
internal sealed class BaselineAddresses(ClusterBaseline baseline) : IServiceAddresses
{
    public Uri? Find(string service) => baseline.Services.FirstOrDefault(candidate => candidate.Name == service)?.RouterAddress;

    public Task<Result<Done>> EnsureAsync(IEnumerable<ServiceConfiguration> services, CancellationToken cancellationToken) => Task.FromResult<Result<Done>>(default(Done));
}
