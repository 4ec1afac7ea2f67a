namespace AgentSandbox.Orchestration.Plans.Steps.Comparing;

/// <summary>The same request to the baseline and to the sandbox. Its output document is <c>{baseline: {status, …}, sandbox: {status, …}, differences: [{path, class, baseline, sandbox}]}</c>.</summary>
public sealed record CompareStep : PlanStep
{
    /// <inheritdoc />
    public override string Kind => StepKinds.Compare;

    /// <summary>What is sent to both.</summary>
    public required RequestTemplate Request { get; init; }

    /// <summary>Agrees that the shared baseline is changed by it.</summary>
    public bool Mutates { get; init; }

    /// <summary>What is looked at.</summary>
    public ComparisonRules Rules { get; init; } = new();
}
