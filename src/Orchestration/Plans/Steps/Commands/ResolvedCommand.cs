using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>A command whose places are filled, and whose directory and globs are inside the tree.</summary>
internal sealed record ResolvedCommand
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>Where it starts.</summary>
    public required string Directory { get; init; }

    /// <summary>What the step adds to the environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Where test results are.</summary>
    public required IReadOnlyList<FileGlob> JUnit { get; init; }

    /// <summary>What is kept.</summary>
    public required IReadOnlyList<FileGlob> Artifacts { get; init; }

    /// <summary>Resolves a step; the failure names every problem.</summary>
    public static Result<ResolvedCommand> Of(RunStep step, IStepServices services)
    {
        var problems = new List<string>();
        var words = step.Command.Select(word => Fill(word, services, problems)).ToList();
        if (words.Count == 0 || (problems.Count == 0 && words[0].Length == 0))
        {
            problems.Add("The command is empty.");
        }

        // What a service answered must not become part of a script.
        if (step.Shell && step.Command.SelectMany(word => word.References).FirstOrDefault(name => name.StartsWith("steps.", StringComparison.Ordinal)) is { } captured)
        {
            problems.Add($"The shell command uses '{captured}', which a service answered; pass it through 'env' and use it as a quoted variable.");
        }

        var directory = Path.GetFullPath(Path.Join(services.Tree, step.Directory));
        if (Path.IsPathRooted(step.Directory) || !FileSearch.IsInside(services.Tree, directory))
        {
            problems.Add($"The directory '{step.Directory}' is not inside the working tree.");
        }

        var command = new ResolvedCommand
        {
            Words = step.Shell ? Shell(words) : words,
            Directory = directory,
            Environment = step.Environment.ToDictionary(variable => variable.Key, variable => Fill(variable.Value, services, problems)),
            JUnit = Globs(step.JUnit, problems),
            Artifacts = Globs(step.Artifacts, problems),
        };
        return problems.Count == 0 ? command : new SandboxFailure
        {
            Code = FailureCodes.InvalidArguments,
            Category = FailureCategory.User,
            Message = $"The command of step '{step.Id}' cannot be run: {string.Join(" ", problems.Distinct())}",
            Hint = "Correct the step in the plan and run it again.",
        };
    }

    private static IReadOnlyList<string> Shell(List<string> words) =>
        OperatingSystem.IsWindows() ? ["cmd.exe", "/d", "/s", "/c", string.Join(' ', words)] : ["/bin/sh", "-c", string.Join(' ', words)];

    private static string Fill(PlanTemplate template, IStepServices services, List<string> problems)
    {
        var value = services.Resolve(template);
        if (!value.IsSuccess)
        {
            problems.Add(value.Failure.Message);
        }

        return value.Value ?? "";
    }

    private static IReadOnlyList<FileGlob> Globs(IReadOnlyList<string> sources, List<string> problems)
    {
        var globs = new List<FileGlob>();
        foreach (var source in sources)
        {
            if (FileGlob.TryParse(source, out var problem) is { } glob)
            {
                globs.Add(glob);
            }
            else
            {
                problems.Add($"The glob '{source}' cannot be used: {problem}.");
            }
        }

        return globs;
    }
}
