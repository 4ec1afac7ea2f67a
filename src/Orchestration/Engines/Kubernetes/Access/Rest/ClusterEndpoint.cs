using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <summary>Where the API of a cluster is, and how its certificate is checked.</summary>
internal sealed record ClusterEndpoint
{
    public required Uri Server { get; init; }

    /// <summary>Who may have signed the server's certificate; null for the system's authorities.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>The name that the certificate must have, when it is another than the address's.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Null for none.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>Any certificate will do.</summary>
    public bool IsInsecure { get; init; }

    /// <summary>What a credential plugin is told of the cluster.</summary>
    public required JsonObject PluginInfo { get; init; }

    public bool IsEncrypted => Server.Scheme == Uri.UriSchemeHttps;

    /// <summary>The address of a path; a server behind a prefix keeps it.</summary>
    public Uri At(string path) => new(Server.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);

    /// <summary>The address alone: a proxy's may hold a password, and so may what a plugin is told.</summary>
    public override string ToString() => Server.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
