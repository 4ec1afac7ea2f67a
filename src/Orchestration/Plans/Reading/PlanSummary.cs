using AgentSandbox.Orchestration.Configuration;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>What there is to know about a plan of a tree before it is chosen.</summary>
public sealed record PlanSummary
{
    /// <summary>Its name: the file's without its ending.</summary>
    public required string Name { get; init; }

    /// <summary>The file, relative to the tree, with <c>/</c>.</summary>
    public required string File { get; init; }

    /// <summary>What it is for, in one line; null when the file is broken.</summary>
    public string? Purpose { get; init; }

    /// <summary>Values that may be given; empty when the file is broken.</summary>
    public IReadOnlyList<PlanParameter> Parameters { get; init; } = [];

    /// <summary>How many steps it has, without those that clean up.</summary>
    public int Steps { get; init; }

    /// <summary>What is wrong with the file; empty when it can be run.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; init; } = [];
}
