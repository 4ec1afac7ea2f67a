using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines;

/// <summary>Whose output to read, and which part of it.</summary>
public sealed record LogRequest
{
    /// <summary>The sandbox; null for the baseline.</summary>
    public SandboxId? Sandbox { get; init; }

    /// <summary>The services; empty for all forks of the sandbox.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>One revision; null for all that are kept.</summary>
    public int? Revision { get; init; }

    /// <summary>Only output of builds, or only of running processes; null for both.</summary>
    public LogStream? Stream { get; init; }

    /// <summary>How many of the newest lines.</summary>
    public int TailLines { get; init; } = 50;

    /// <summary>How many bytes at the most.</summary>
    public int MaxBytes { get; init; } = 4096;

    /// <summary>Only lines seen at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only entries with this text, without regard to case.</summary>
    public string? Contains { get; init; }

    /// <summary>Only entries that look at least this grave.</summary>
    public LogLevelFilter Level { get; init; }

    /// <summary>Where an earlier reading ended.</summary>
    public LogCursor? Cursor { get; init; }
}
