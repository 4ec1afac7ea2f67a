using AgentSandbox.Router;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops;

/// <summary>One watch at the router that was asked for it.</summary>
internal sealed record RouterWatch
{
    public required string Id { get; init; }

    /// <summary>The right to it; kept, because the key may end before the watch.</summary>
    public required string? HopsHash { get; init; }

    public required string? Carried { get; init; }

    /// <summary>A key that only the watched request has, so that every hop with it is its own; null for none.</summary>
    public RoutingKey? OwnKey { get; init; }

    public required HopCapture Capture { get; init; }

    /// <summary>A timestamp of the registration; whoever joins later has missed hops.</summary>
    public required long Began { get; init; }

    /// <summary>The peers that keep hops too, each with the id of its watch; empty for a watch of this router alone.</summary>
    public IReadOnlyList<(HopPeer Peer, string Id)> Peers { get; init; } = [];

    /// <summary>Ready routers that did not take the registration.</summary>
    public IReadOnlyList<string> Incomplete { get; init; } = [];
}
