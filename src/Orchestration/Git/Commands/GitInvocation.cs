namespace AgentSandbox.Orchestration.Git.Commands;

/// <summary>One run of git.</summary>
internal sealed record GitInvocation
{
    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Where git runs.</summary>
    public required string Directory { get; init; }

    /// <summary>The sub-command and its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public GitAccess Access { get; init; } = GitAccess.Read;

    /// <summary>Settings for this run, as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Whether paths on the command line are patterns.</summary>
    public bool PathsArePatterns { get; init; }

    /// <summary>Variables beyond the minimal environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public ReadOnlyMemory<byte> Input { get; init; }

    public TimeSpan Timeout { get; init; } = s_defaultTimeout;
}
