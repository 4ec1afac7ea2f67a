using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UseCases.Verification;

/// <summary>Asks for a recording to begin, to end, or to be shown.</summary>
public sealed record RecordTrafficRequest
{
    /// <summary>What to do.</summary>
    public required RecordTrafficAction Action { get; init; }

    /// <summary>Who asks.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The sandbox whose requests are meant; null only with <see cref="Baseline"/>.</summary>
    public SandboxId? Sandbox { get; init; }

    /// <summary>Requests without a key are meant, which are everybody's.</summary>
    public bool Baseline { get; init; }

    /// <summary>The services to record; empty for all that speak HTTP.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>The most requests. 1 to 5,000.</summary>
    public int MaxRequests { get; init; } = 200;

    /// <summary>The most bytes of bodies. 1 KiB to 32 MiB.</summary>
    public int MaxBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The longest time. 1 second to 1 hour.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMinutes(5);
}
