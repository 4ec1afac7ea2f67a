using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

/// <summary>One routing key.</summary>
internal sealed record WireKey
{
    public required string Key { get; init; }

    /// <summary>The sandbox, route group or run that it belongs to.</summary>
    public required string Sandbox { get; init; }

    public KeyState State { get; init; }

    /// <summary>Why it ended, for people to read.</summary>
    public string? EndReason { get; init; }

    /// <summary>SHA-256 of the token that gives the right to read the key's hops, as <see cref="HopsHash"/> writes it; null gives it to nobody.</summary>
    public string? HopsHash { get; init; }

    public IReadOnlyList<WireFork> Forks { get; init; } = [];
}
