using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.Plans.Steps.Logging;

/// <summary>How many entries of a log match.</summary>
public sealed record LogClaim
{
    /// <summary>A text that entries contain, without regard to case.</summary>
    public PlanTemplate? Contains { get; init; }

    /// <summary>A regular expression that entries match; linear time.</summary>
    public string? Matches { get; init; }

    /// <summary>Only entries that look at least this grave: <c>warn</c> or <c>error</c>.</summary>
    public Logs.LogLevelFilter Level { get; init; }

    /// <summary>At least so many. Default 1, or 0 when only <see cref="AtMost"/> is written.</summary>
    public int AtLeast { get; init; } = 1;

    /// <summary>At most so many; null for any number.</summary>
    public int? AtMost { get; init; }
}
