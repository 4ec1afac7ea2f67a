using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Proof;

/// <summary>All that the judge looks at.</summary>
internal sealed record ProofInput
{
    /// <summary>The sandbox; of a route group all of its sandboxes.</summary>
    public required IReadOnlyCollection<string> Sandboxes { get; init; }

    /// <summary>Their forked services.</summary>
    public required IReadOnlyCollection<string> ForkedServices { get; init; }

    /// <summary>What the routers recorded.</summary>
    public required HopSnapshot Snapshot { get; init; }

    /// <summary>Requests without key and known trace that came to a service meanwhile; they may be of anybody.</summary>
    public required IReadOnlyDictionary<string, int> Unattributed { get; init; }

    /// <summary>Requests with the same key that could not be joined to this one; they may be of anybody with the key.</summary>
    public IReadOnlyDictionary<string, int> KeyedStrays { get; init; } = new Dictionary<string, int>();
}
