namespace AgentSandbox.Orchestration.Propagation;

/// <summary>All that was observed.</summary>
internal sealed record ProbeSeries
{
    /// <summary>The service that the probes asked.</summary>
    public required string Entry { get; init; }

    /// <summary>The probes, controls included.</summary>
    public required IReadOnlyList<ProbeRecord> Probes { get; init; }

    /// <summary>Requests without key and known trace that came to a service while nothing was sent.</summary>
    public required IReadOnlyDictionary<string, int> Quiet { get; init; }

    /// <summary>Which services each service is configured to call.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Calls { get; init; }
}
