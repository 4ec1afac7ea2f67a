using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Propagation;

/// <summary>How the key travels from an entry on.</summary>
public sealed record PropagationReport
{
    /// <summary>The key as a whole: it is passed on when any of its carriers is.</summary>
    public required CarrierFinding Key { get; init; }

    /// <summary>Each carrier by itself.</summary>
    public required IReadOnlyDictionary<KeyCarrier, CarrierFinding> Carriers { get; init; }

    /// <summary>What arrived at each service from its caller, in the order in which they were reached; the entry was called by the probes.</summary>
    public required IReadOnlyList<KeyValuePair<string, HopCarriers>> Arrived { get; init; }

    /// <summary>How many probes were sent, controls included.</summary>
    public required int Probes { get; init; }

    /// <summary>What the entry answered, each status once.</summary>
    public required IReadOnlyList<int> Statuses { get; init; }

    /// <summary>Why calls may be missing; null when all routers told what they recorded.</summary>
    public string? Incomplete { get; init; }

    /// <summary>What to change, where something was lost.</summary>
    public IReadOnlyList<string> Advice { get; init; } = [];

    /// <summary>Things that the caller should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
