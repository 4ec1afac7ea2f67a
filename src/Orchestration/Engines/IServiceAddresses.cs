using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines;

/// <summary>Where every service can be reached by every caller: never its process, always what stands in front of it.</summary>
internal interface IServiceAddresses
{
    /// <summary>The address of a service; null when it has none yet.</summary>
    /// <param name="service">The service.</param>
    Uri? Find(string service);

    /// <summary>Gives each service an address that it keeps.</summary>
    /// <param name="services">The services.</param>
    /// <param name="cancellationToken">Cancels; repeat to finish.</param>
    Task<Result<Done>> EnsureAsync(IEnumerable<ServiceConfiguration> services, CancellationToken cancellationToken);
}
