namespace AgentSandbox.Router.Recording;

/// <summary>Which requests are recorded, and how much of them.</summary>
public sealed record TrafficScope
{
    /// <summary>Requests to these services.</summary>
    public required IReadOnlySet<string> Services { get; init; }

    /// <summary>Requests with a key of this sandbox; null for those without any key.</summary>
    public string? Sandbox { get; init; }

    /// <summary>The most requests. At least 1.</summary>
    public int MaxRequests { get; init; } = 200;

    /// <summary>The most bytes of bodies, all together. At least 1.</summary>
    public int MaxBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The most bytes of one body; a longer one is cut in the recording alone. At least 1.</summary>
    public int MaxBodyBytes { get; init; } = 64 * 1024;
}
