using AgentSandbox.Orchestration.Plans.Steps.Comparing;

namespace AgentSandbox.Orchestration.Plans.Steps.Replaying;

/// <summary>Sends recorded requests to the sandbox and compares the answers with the recorded ones. Its output document is <c>{requests, replayed, skipped, differences: […]}</c>.</summary>
public sealed record ReplayStep : PlanStep
{
    /// <inheritdoc />
    public override string Kind => StepKinds.Replay;

    /// <summary>The HAR file, relative to the working tree.</summary>
    public required string Recording { get; init; }

    /// <summary>Only requests to these services; empty for all.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>True to replay methods other than GET, HEAD and OPTIONS too.</summary>
    public bool Mutates { get; init; }

    /// <summary>What is looked at.</summary>
    public ComparisonRules Rules { get; init; } = new();
}
