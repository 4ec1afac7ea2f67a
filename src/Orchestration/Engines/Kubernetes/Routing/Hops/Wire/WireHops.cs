using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;

/// <summary>The hops of a watched request, of one router or of all.</summary>
internal sealed record WireHops
{
    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<Hop> Hops { get; init; } = [];

    public int InFlight { get; init; }

    public bool Overflowed { get; init; }

    /// <summary>Why hops may be missing; null when every router told its own.</summary>
    public string? Incomplete { get; init; }

    /// <summary>Requests without key and known trace since the registration, by service.</summary>
    public IReadOnlyDictionary<string, int> Unattributed { get; init; } = new Dictionary<string, int>();

    /// <summary>Requests with the key and without the ids since the registration, by service.</summary>
    public IReadOnlyDictionary<string, int> KeyedStrays { get; init; } = new Dictionary<string, int>();

    /// <summary>The router's clock when it answered.</summary>
    public DateTimeOffset Now { get; init; }
}
