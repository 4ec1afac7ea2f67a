namespace AgentSandbox.Orchestration.Plans.Steps.Comparing;

/// <summary>What a comparison looks at and what it forgives.</summary>
public sealed record ComparisonRules
{
    /// <summary>Paths that are not looked at: JSONPath with wildcards, or <c>headers.NAME</c>.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Paths that are expected to differ; a difference there is reported and never fails.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Classes that fail the step. Default: breaking.</summary>
    public IReadOnlyList<DifferenceClass> FailOn { get; init; } = [DifferenceClass.Breaking];

    /// <summary>Headers that are compared besides <c>content-type</c>.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>How often the baseline is asked to learn what varies by itself. Default 3.</summary>
    public int Samples { get; init; } = 3;

    /// <summary>True when lists are sets: the order of their elements is not looked at.</summary>
    public bool IgnoreOrder { get; init; }
}
