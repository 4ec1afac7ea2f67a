using AgentSandbox.Orchestration.Plans.Steps.Comparing;

namespace AgentSandbox.Orchestration.Comparison;

/// <summary>In what two answers differ.</summary>
public sealed record ComparisonResult
{
    /// <summary>The differences, the gravest first; at most a few hundred of each kind are kept.</summary>
    public required IReadOnlyList<Difference> Differences { get; init; }

    /// <summary>How many there are of each label, also of those that are not kept.</summary>
    public required IReadOnlyDictionary<string, int> Counts { get; init; }

    /// <summary>True when a body was too large to be compared.</summary>
    public bool IsPartial { get; init; }

    /// <summary>General paths that were learned to vary.</summary>
    public IReadOnlyList<string> NoisyPaths { get; init; } = [];

    /// <summary>The differences that count and are of a class that fails.</summary>
    /// <param name="failOn">The classes that fail.</param>
    public IReadOnlyList<Difference> Failing(IReadOnlyList<DifferenceClass> failOn) =>
        [.. Differences.Where(difference => difference.Standing == DifferenceStanding.Counts && failOn.Contains(difference.Class))];
}
