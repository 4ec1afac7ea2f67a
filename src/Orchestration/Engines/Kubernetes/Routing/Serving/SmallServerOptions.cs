using System.Net;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Serving;

/// <summary>Where a small server listens, and its limits.</summary>
internal sealed record SmallServerOptions
{
    public required IPEndPoint Endpoint { get; init; }

    /// <summary>Further ones are refused at once.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>The largest request body, in bytes.</summary>
    public int MaxBodyBytes { get; init; } = 64 * 1024;

    /// <summary>How long open requests may take at the end.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(5);
}
