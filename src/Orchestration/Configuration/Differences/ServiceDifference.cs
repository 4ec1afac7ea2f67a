namespace AgentSandbox.Orchestration.Configuration.Differences;

/// <summary>A service whose configuration differs.</summary>
public sealed record ServiceDifference
{
    /// <summary>The service.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is on the branch alone, on trunk alone, or different.</summary>
    public required DifferenceKind Kind { get; init; }

    /// <summary>What differs; empty for added and removed services.</summary>
    public IReadOnlyList<FieldDifference> Fields { get; init; } = [];
}
