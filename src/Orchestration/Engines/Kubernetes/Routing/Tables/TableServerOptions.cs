using System.Net;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

/// <summary>How the operator serves tables.</summary>
internal sealed record TableServerOptions
{
    public IPEndPoint Endpoint { get; init; } = new(IPAddress.Any, OperatorManifests.TablePort);

    /// <summary>Whether this replica gives out tables. Asked with each request; call <see cref="TableServer.OwnerChanged"/> when the answer changes.</summary>
    public Func<TableOwner> Owner { get; init; } = () => TableOwner.Here;

    /// <summary>Whether a bearer token is one of a router of the namespace.</summary>
    public required Func<string, string, CancellationToken, Task<bool>> AuthenticateAsync { get; init; }

    /// <summary>Called with the namespace when its routers tell that forks answered.</summary>
    public Action<string, IReadOnlyList<WireActivity>>? ActivityReported { get; init; }

    /// <summary>How long a poll waits for something new. Below the time-outs of what may lie between.</summary>
    public TimeSpan PollLimit { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Connections of all routers together.</summary>
    public int MaxConnections { get; init; } = 1024;
}
