namespace AgentSandbox.Orchestration.Configuration.Differences;

/// <summary>One setting that differs.</summary>
public sealed record FieldDifference
{
    /// <summary>The setting's place, such as <c>lease.idle</c>, or below a service <c>env.PORT</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What trunk says; null when it says nothing or the value is never shown.</summary>
    public string? Trunk { get; init; }

    /// <summary>What the branch says; null when it says nothing or the value is never shown.</summary>
    public string? Branch { get; init; }
}
