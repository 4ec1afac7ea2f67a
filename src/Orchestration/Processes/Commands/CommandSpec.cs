namespace AgentSandbox.Orchestration.Processes.Commands;

/// <summary>A short-lived tool, such as git, whose output is wanted.</summary>
public sealed record CommandSpec
{
    /// <summary>The program: a bare name is searched in the PATH of <see cref="Environment"/>.</summary>
    public required string FileName { get; init; }

    /// <summary>The arguments, passed as they are.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The directory in which it runs.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The complete environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What it reads from standard input.</summary>
    public ReadOnlyMemory<byte> StandardInput { get; init; }

    /// <summary>After this time the tree is killed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many bytes of each stream are kept; standard output keeps its beginning, standard error its end.</summary>
    public int MaxOutputBytes { get; init; } = 16 * 1024 * 1024;
}
