namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>A step of a run: its last try, and how it came to it.</summary>
public sealed record StepResult
{
    /// <summary>The step's id.</summary>
    public required string Id { get; init; }

    /// <summary>The step's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>What it checks.</summary>
    public string? Title { get; init; }

    /// <summary>How it stands.</summary>
    public required StepState State { get; init; }

    /// <summary>One sentence that says why.</summary>
    public string Summary { get; init; } = string.Empty;

    /// <summary>Every claim that does not hold, of the last try.</summary>
    public IReadOnlyList<ClaimFailure> Failures { get; init; } = [];

    /// <summary>What was observed in the last try.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>How many tries were made.</summary>
    public int Tries { get; init; }

    /// <summary>True when it failed and then passed.</summary>
    public bool IsFlaky { get; init; }

    /// <summary>True when a fork of the sandbox was proven to have answered in it.</summary>
    public bool MetFork { get; init; }

    /// <summary>True for a clean-up step.</summary>
    public bool IsCleanup { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long it took, all tries together.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What it was given once its places were filled, in short and redacted.</summary>
    public string Inputs { get; init; } = string.Empty;
}
