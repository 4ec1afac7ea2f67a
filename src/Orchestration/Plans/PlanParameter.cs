namespace AgentSandbox.Orchestration.Plans;

/// <summary>A value that whoever runs a plan may give.</summary>
public sealed record PlanParameter
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What values it takes.</summary>
    public ParameterType Type { get; init; }

    /// <summary>Its value when none is given, as text; null when one must be given.</summary>
    public string? Default { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }
}
