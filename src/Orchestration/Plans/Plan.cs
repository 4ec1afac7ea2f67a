namespace AgentSandbox.Orchestration.Plans;

/// <summary>A file of steps that checks a sandbox; a run of it ends in one verdict.</summary>
public sealed record Plan
{
    /// <summary>Its name: of the file, or as it was given.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in one line.</summary>
    public required string Purpose { get; init; }

    /// <summary>Values that may be given.</summary>
    public IReadOnlyList<PlanParameter> Parameters { get; init; } = [];

    /// <summary>The steps; they run as soon as those they come after have ended.</summary>
    public required IReadOnlyList<PlanStep> Steps { get; init; }

    /// <summary>Steps that run at the end whatever happened; their outcome does not change the verdict, but is shown.</summary>
    public IReadOnlyList<PlanStep> Cleanup { get; init; } = [];

    /// <summary>How many steps may run at once. Default 4.</summary>
    public int MaxParallel { get; init; } = 4;

    /// <summary>The limit of the whole run.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);
}
