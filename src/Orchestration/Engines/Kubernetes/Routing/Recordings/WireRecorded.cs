namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Recordings;

/// <summary>A recording at one router.</summary>
internal sealed record WireRecorded
{
    public required string Id { get; init; }

    /// <summary>Requests that have ended, by service.</summary>
    public IReadOnlyDictionary<string, int> Requests { get; init; } = new Dictionary<string, int>();

    public long Bytes { get; init; }

    public int InFlight { get; init; }

    /// <summary>A limit was reached.</summary>
    public bool IsFull { get; init; }

    /// <summary>What was recorded, redacted; with its end alone.</summary>
    public IReadOnlyList<WireExchange> Exchanges { get; init; } = [];
}
