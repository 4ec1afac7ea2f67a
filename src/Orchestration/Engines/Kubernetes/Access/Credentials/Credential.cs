namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;

/// <summary>What one call shows the cluster. A class, because a record would print its secrets.</summary>
internal sealed class Credential(string? authorization, ClientCertificate? certificate)
{
    /// <summary>Nobody.</summary>
    public static Credential None { get; } = new(null, null);

    /// <summary>The value of the header, with its scheme.</summary>
    public string? Authorization => authorization;

    public ClientCertificate? Certificate => certificate;

    public bool HasSameContent(Credential other) => authorization == other.Authorization && certificate?.Thumbprint == other.Certificate?.Thumbprint;

    /// <inheritdoc />
    public override string ToString() => (authorization, certificate) switch
    {
        (null, null) => "no credentials",
        (not null, null) => "a token or password",
        (null, not null) => certificate.ToString(),
        _ => $"a token or password, and {certificate}",
    };
}
