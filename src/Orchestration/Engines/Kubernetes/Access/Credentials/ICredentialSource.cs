using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;

/// <summary>Where the credentials of calls come from; they may change while the program runs.</summary>
internal interface ICredentialSource
{
    Task<Result<Credential>> GetAsync(CancellationToken cancellationToken);

    /// <summary>The cluster has refused these: the next call reads them anew.</summary>
    /// <returns>False when there cannot be others.</returns>
    bool Refuse(Credential credential);
}
