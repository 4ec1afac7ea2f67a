using System.Net;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops;

/// <summary>How a router serves hops.</summary>
internal sealed record HopServerOptions
{
    public required IPEndPoint Endpoint { get; init; }

    /// <summary>This router's pod.</summary>
    public required string Pod { get; init; }

    /// <summary>The port of the peers' hops.</summary>
    public int PeerPort { get; init; } = RouterManifests.HopsPort;

    /// <summary>The hash of the token that gives the right to a key's hops; null for keys that are not known.</summary>
    public required Func<string, string?> HashOf { get; init; }

    /// <summary>When a watch that nobody ended ends.</summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Watches at once.</summary>
    public int MaxWatches { get; init; } = 256;

    /// <summary>How long a peer may take to answer, besides what it is asked to wait.</summary>
    public TimeSpan PeerLimit { get; init; } = TimeSpan.FromSeconds(2);
}
