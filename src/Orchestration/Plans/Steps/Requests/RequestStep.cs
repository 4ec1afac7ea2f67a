using AgentSandbox.Orchestration.Plans.Expectations;

namespace AgentSandbox.Orchestration.Plans.Steps.Requests;

/// <summary>A request with expectations. Its output document is <c>{status, headers, body, text, milliseconds, hops}</c>.</summary>
public sealed record RequestStep : PlanStep
{
    /// <inheritdoc />
    public override string Kind => StepKinds.Request;

    /// <summary>What is sent.</summary>
    public required RequestTemplate Request { get; init; }

    /// <summary>Who has to have answered.</summary>
    public ServedBy ServedBy { get; init; }

    /// <summary>Forked services whose fork has to have answered; empty for any one of them.</summary>
    public IReadOnlyList<string> ServedByForks { get; init; } = [];

    /// <summary>Claims about the answer.</summary>
    public IReadOnlyList<Expectation> Expect { get; init; } = [];
}
