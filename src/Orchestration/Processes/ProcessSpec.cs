namespace AgentSandbox.Orchestration.Processes;

/// <summary>A program to start: everything it gets, and nothing else.</summary>
/// <remarks>Nothing is inherited from the calling process: no environment, no open files, no signal dispositions.</remarks>
public sealed record ProcessSpec
{
    /// <summary>The program: a bare name is searched in the PATH of <see cref="Environment"/>, a path is taken relative to <see cref="WorkingDirectory"/>.</summary>
    public required string FileName { get; init; }

    /// <summary>The arguments after the program's name, passed as they are.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The directory in which the program starts.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The complete environment of the program.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The file to which the program itself appends standard output and error; <see langword="null"/> discards both.</summary>
    public string? OutputPath { get; init; }

    /// <summary>The mark by which the program and its descendants are found again; <see langword="null"/> starts it without one.</summary>
    public ProcessMark? Mark { get; init; }
}
