namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Recordings;

/// <summary>Asks one router to record the traffic of a sandbox.</summary>
internal sealed record WireRecording
{
    /// <summary>The sandbox, whose hop token gives the right.</summary>
    public required string Sandbox { get; init; }

    /// <summary>Services, as the router calls them.</summary>
    public required IReadOnlyList<string> Services { get; init; }

    public int MaxRequests { get; init; }

    public int MaxBytes { get; init; }
}
