namespace AgentSandbox.Orchestration.Logs;

/// <summary>Which lines of which logs are wanted.</summary>
public sealed record LogQuery
{
    /// <summary>The logs, merged in time order.</summary>
    public required IReadOnlyList<LogSource> Sources { get; init; }

    /// <summary>How many of the newest lines; an entry of several lines may exceed it, because it is kept whole.</summary>
    public int TailLines { get; init; } = 100;

    /// <summary>How many bytes of text at most, lines counted as UTF-8.</summary>
    public int MaxBytes { get; init; } = 32 * 1024;

    /// <summary>How many characters of one line are kept.</summary>
    public int MaxLineLength { get; init; } = 2000;

    /// <summary>Only entries from this time on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only entries with this text in one of their lines; case does not matter.</summary>
    public string? Contains { get; init; }

    /// <summary>Only entries of this level.</summary>
    public LogLevelFilter Level { get; init; }

    /// <summary>Where an earlier page left off.</summary>
    public LogCursor? Cursor { get; init; }
}
