using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Configuration.Templates;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Reading;

/// <summary>Reads commands: a text that is split, a list of words, or a script for the shell.</summary>
internal sealed class CommandReader(ProblemList problems)
{
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
            CommandWordReader.ReportEmpty(value, problems, path);
        }

        return new CommandConfiguration { Words = [_templates.Read(value, allowed, path)], Shell = true };
    }

    private CommandConfiguration ReadWords(YamlValue value, IReadOnlyList<PlaceholderKind> allowed, string path) => new()
    {
        Words = [.. CommandWordReader.Read(value, problems, path).Select(word => _templates.Read(word, value, allowed, path))],
    };
}
