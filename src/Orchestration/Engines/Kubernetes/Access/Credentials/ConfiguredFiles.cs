namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;

/// <summary>Credentials as a kubeconfig writes them. A class, because a record would print its secrets.</summary>
internal sealed class ConfiguredFiles
{
    /// <summary>The bearer token itself; that of the file goes before it.</summary>
    public string? Token { get; init; }

    public string? TokenFile { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>PEM text; it goes before the file.</summary>
    public string? CertificatePem { get; init; }

    public string? CertificateFile { get; init; }

    public string? KeyPem { get; init; }

    public string? KeyFile { get; init; }

    public bool HasFiles => TokenFile is not null || (CertificateFile is not null && CertificatePem is null) || (KeyFile is not null && KeyPem is null);
}
