namespace AgentSandbox.Orchestration.Configuration.Services;

/// <summary>The <c>health</c> of a service.</summary>
public sealed record HealthCheckConfiguration
{
    /// <summary>What holds when a service says nothing: its port must accept a connection.</summary>
    public static HealthCheckConfiguration Default { get; } = new();

    /// <summary>How health is found out.</summary>
    public HealthCheckKind Kind { get; init; } = HealthCheckKind.Tcp;

    /// <summary>The path of an HTTP check, with its leading slash; null for a TCP check.</summary>
    public string? Path { get; init; }

    /// <summary>How long a service may take until it is healthy.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The time between two probes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(250);
}
