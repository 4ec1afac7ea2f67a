using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Configuration.Templates;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Reading;

/// <summary>Splits the text of a command, and reports what only a shell would understand.</summary>
internal static partial class CommandWordReader
{
    private static readonly HashSet<string> s_operators = ["&&", "||", "|", ";", "&", ">", ">>", "<", "<<", "2>", "2>&1", "&>", ">&2"];

    public static IReadOnlyList<SplitWord> Read(YamlValue value, ProblemList problems, string path)
    {
        var errors = new List<InterpolationError>();
        var words = CommandSplitter.Split(value.Text, errors);
        foreach (var error in errors)
        {
            problems.Add(
                ConfigurationProblemCodes.InvalidCommand,
                $"\"{path}\" cannot be split into words: {error.Message.TrimEnd('.')} (character {error.Offset + 1}).",
                error.Fix,
                value,
                path,
                error.Offset);
        }

        if (words.Count == 0 || words[0].Text.Length == 0)
        {
            ReportEmpty(value, problems, path);
        }
        else if (errors.Count == 0)
        {
            CheckForShell(words, value, problems, path);
        }

        return words;
    }

    public static void ReportEmpty(YamlValue value, ProblemList problems, string path) => problems.Add(
        ConfigurationProblemCodes.InvalidCommand, $"\"{path}\" is an empty command.", "write the program and its arguments", value, path);

    private static void CheckForShell(IReadOnlyList<SplitWord> words, YamlValue value, ProblemList problems, string path)
    {
        if (words.FirstOrDefault(word => !word.IsQuoted && s_operators.Contains(word.Text)) is { } found)
        {
            problems.Add(
                ConfigurationProblemCodes.InvalidCommand,
                $"\"{path}\" uses the shell's \"{found.Text}\", but commands run without a shell.",
                $"add \"shell: true\" to the {problems.Kind.CommandOwner}, or put quotes around it if it is an argument",
                value,
                path,
                found.Offset);
        }
        else if (!words[0].IsQuoted && AssignmentPattern().IsMatch(words[0].Text))
        {
            problems.Add(
                ConfigurationProblemCodes.InvalidCommand,
                $"\"{path}\" begins with an assignment, which only a shell understands.",
                "move the variable to \"env\"",
                value,
                path);
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*=")]
    private static partial Regex AssignmentPattern();
}
