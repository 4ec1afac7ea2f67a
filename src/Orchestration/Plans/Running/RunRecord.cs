using AgentSandbox.Orchestration.Plans.Verdicts;

namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>A run of a plan: who ran what against which forks and which baseline, and what came of it.</summary>
public sealed record RunRecord
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The plan's name.</summary>
    public required string Plan { get; init; }

    /// <summary>The plan's purpose.</summary>
    public required string Purpose { get; init; }

    /// <summary>The sandbox.</summary>
    public required string Sandbox { get; init; }

    /// <summary>The key of its own that its requests carried.</summary>
    public required string Key { get; init; }

    /// <summary>Who ran it.</summary>
    public required string Owner { get; init; }

    /// <summary>The parameters' values; secret ones redacted.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The forks that served when it began.</summary>
    public IReadOnlyList<PinnedFork> Forks { get; init; } = [];

    /// <summary>The commit of the baseline; null without git.</summary>
    public string? BaselineCommit { get; init; }

    /// <summary>Changes whenever the baseline's files, settings or images do; null where the engine does not know.</summary>
    public string? BaselineDigest { get; init; }

    /// <summary>The steps in the order of the plan, clean-up steps last.</summary>
    public IReadOnlyList<StepResult> Steps { get; init; } = [];

    /// <summary>True when this is cut to what can be kept beside the sandbox; the whole record is with the host that ran it.</summary>
    public bool IsShortened { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The verdict; null while it runs.</summary>
    public RunVerdict? Verdict { get; init; }
}
