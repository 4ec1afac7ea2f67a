namespace AgentSandbox.Orchestration.Configuration;

/// <summary>The <c>lease</c> section: how long a sandbox lives.</summary>
public sealed record LeaseConfiguration
{
    /// <summary>The section's defaults: one hour without activity, one day in all.</summary>
    public static LeaseConfiguration Default { get; } = new();

    /// <summary>The time without activity after which a sandbox ends.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The hard cap that no activity extends.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromDays(1);
}
