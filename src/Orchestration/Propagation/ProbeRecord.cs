using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Propagation;

/// <summary>One probe and what the routers recorded of it.</summary>
internal sealed record ProbeRecord
{
    /// <summary>What it carried; null for the control that carried nothing.</summary>
    public KeyCarrier? Carrier { get; init; }

    /// <summary>What the entry answered.</summary>
    public int Status { get; init; }

    /// <summary>Its hops in the order of arrival.</summary>
    public IReadOnlyList<Hop> Hops { get; init; } = [];

    /// <summary>Why hops may be missing; null when all routers told theirs.</summary>
    public string? Incomplete { get; init; }

    /// <summary>Requests without key and known trace that came to a service meanwhile.</summary>
    public IReadOnlyDictionary<string, int> Unattributed { get; init; } = new Dictionary<string, int>();
}
