using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>A command with the run's values in its environment. Its output document is <c>{exitCode, output, tests: {tests, failures, …}}</c>.</summary>
public sealed record RunStep : PlanStep
{
    /// <inheritdoc />
    public override string Kind => StepKinds.Run;

    /// <summary>The words of the command; with <see cref="Shell"/>, one text for the shell.</summary>
    public required IReadOnlyList<PlanTemplate> Command { get; init; }

    /// <summary>True when the command goes to a shell.</summary>
    public bool Shell { get; init; }

    /// <summary>Where it starts, relative to the working tree.</summary>
    public string Directory { get; init; } = ".";

    /// <summary>Extra environment.</summary>
    public IReadOnlyDictionary<string, PlanTemplate> Environment { get; init; } = new Dictionary<string, PlanTemplate>();

    /// <summary>Globs of JUnit XML files that it writes, relative to the directory.</summary>
    public IReadOnlyList<string> JUnit { get; init; } = [];

    /// <summary>Globs of files to keep with the run, relative to the directory.</summary>
    public IReadOnlyList<string> Artifacts { get; init; } = [];

    /// <summary>The exit code that means success. Default 0.</summary>
    public int ExitCode { get; init; }

    /// <summary>False when the command is not meant to meet the fork.</summary>
    public bool MustMeetFork { get; init; } = true;
}
