namespace AgentSandbox.Orchestration.Plans.Steps.Logging;

/// <summary>Claims about the lines that a fork wrote since the run began. Its output document is <c>{lines: […], matches: [n, …]}</c>.</summary>
public sealed record LogsStep : PlanStep
{
    /// <inheritdoc />
    public override string Kind => StepKinds.Logs;

    /// <summary>The forked service; null for all forks.</summary>
    public string? Service { get; init; }

    /// <summary>The claims.</summary>
    public required IReadOnlyList<LogClaim> Claims { get; init; }

    /// <summary>How long to wait for lines that are still missing. Default 3 s.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(3);
}
