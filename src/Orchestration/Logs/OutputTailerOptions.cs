namespace AgentSandbox.Orchestration.Logs;

/// <summary>How output is kept.</summary>
public sealed record OutputTailerOptions
{
    /// <summary>The directory below which all output files lie.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>The size in bytes at which a file is rotated.</summary>
    public long MaxFileBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How many rotated files are kept beside the current one.</summary>
    public int MaxRotatedFiles { get; init; } = 3;

    /// <summary>How often files are looked at when no change was notified.</summary>
    public TimeSpan FallbackInterval { get; init; } = TimeSpan.FromSeconds(2);
}
