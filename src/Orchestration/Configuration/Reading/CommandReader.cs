using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Configuration.Templates;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Reading;

/// <summary>Reads commands: a text that is split, a list of words, or a script for the shell.</summary>
internal sealed partial class CommandReader(ProblemList problems)
{
    private static readonly HashSet<string> s_operators = ["&&", "||", "|", ";", "&", ">", ">>", "<", "<<", "2>", "2>&1", "&>", ">&2"];

    private readonly TemplateReader _templates = new(problems);

    /// <summary>Reads a command; null when it is absent, or broken in a way that the check of shapes reports.</summary>
    public CommandConfiguration? Read(YamlValue? value, bool shell, IReadOnlyList<PlaceholderKind> allowed, string path) => value switch
    {
        { Kind: YamlValueKind.Sequence } => ReadList(value, allowed, path),
        { Type: YamlScalarType.String } when shell => ReadScript(value, allowed, path),
        { Type: YamlScalarType.String } => ReadWords(value, allowed, path),
        _ => null,
    };

    private CommandConfiguration ReadList(YamlValue value, IReadOnlyList<PlaceholderKind> allowed, string path)
    {
        var words = value.Items
            .Where(item => item.Kind == YamlValueKind.Scalar)
            .Select((item, index) => _templates.Read(item, allowed, $"{path}[{index}]"))
            .ToList();
        if (value.Items is [{ Kind: YamlValueKind.Scalar, Text: "" }, ..])
        {
            problems.Add(ConfigurationProblemCodes.InvalidCommand, $"\"{path}\" begins with an empty word.", "write the program's name first", value.Items[0], path);
        }

        return new CommandConfiguration { Words = words };
    }

    private CommandConfiguration ReadScript(YamlValue value, IReadOnlyList<PlaceholderKind> allowed, string path)
    {
        if (string.IsNullOrWhiteSpace(value.Text))
        {
            ReportEmpty(value, path);
        }

        return new CommandConfiguration { Words = [_templates.Read(value, allowed, path)], Shell = true };
    }

    private CommandConfiguration ReadWords(YamlValue value, IReadOnlyList<PlaceholderKind> allowed, string path)
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
            ReportEmpty(value, path);
        }
        else if (errors.Count == 0)
        {
            CheckForShell(words, value, path);
        }

        return new CommandConfiguration { Words = [.. words.Select(word => _templates.Read(word, value, allowed, path))] };
    }

    private void CheckForShell(IReadOnlyList<SplitWord> words, YamlValue value, string path)
    {
        if (words.FirstOrDefault(word => !word.IsQuoted && s_operators.Contains(word.Text)) is { } found)
        {
            problems.Add(
                ConfigurationProblemCodes.InvalidCommand,
                $"\"{path}\" uses the shell's \"{found.Text}\", but commands run without a shell.",
                "add \"shell: true\" to the service, or put quotes around it if it is an argument",
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

    private void ReportEmpty(YamlValue value, string path) => problems.Add(
        ConfigurationProblemCodes.InvalidCommand, $"\"{path}\" is an empty command.", "write the program and its arguments", value, path);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*=")]
    private static partial Regex AssignmentPattern();
}
