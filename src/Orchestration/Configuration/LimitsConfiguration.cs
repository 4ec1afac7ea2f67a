namespace AgentSandbox.Orchestration.Configuration;

/// <summary>The <c>limits</c> section: what builds and logs may use of this machine.</summary>
public sealed record LimitsConfiguration
{
    /// <summary>The section's defaults.</summary>
    public static LimitsConfiguration Default { get; } = new();

    /// <summary>How many builds run at once; the others queue.</summary>
    public int MaxConcurrentBuilds { get; init; } = 2;

    /// <summary>Requests per second that the load step of a plan may send to the baseline; 0 for none, which is the default with <c>engine: kubernetes</c>.</summary>
    public int BaselineRate { get; init; } = 100;

    /// <summary>The time after which a build is ended and counts as failed.</summary>
    public TimeSpan BuildTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The size at which a log file is rotated, in bytes.</summary>
    public long LogBytesPerFile { get; init; } = 5 * 1024 * 1024;

    /// <summary>How many files of a log are kept, the current one included.</summary>
    public int LogFiles { get; init; } = 4;
}
