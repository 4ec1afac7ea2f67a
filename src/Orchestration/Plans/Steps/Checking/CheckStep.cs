using AgentSandbox.Orchestration.Plans.Expectations;

namespace AgentSandbox.Orchestration.Plans.Steps.Checking;

/// <summary>Claims over captured values and parameters. Paths look into <c>{params: {…}, steps: {ID: {NAME: value}}}</c>.</summary>
public sealed record CheckStep : PlanStep
{
    /// <inheritdoc />
    public override string Kind => StepKinds.Check;

    /// <summary>The claims.</summary>
    public required IReadOnlyList<Expectation> Expect { get; init; }
}
