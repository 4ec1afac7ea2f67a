using AgentSandbox.Orchestration.Configuration.Templates;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Reading;

/// <summary>Reads texts with placeholders and reports what is wrong with them at its place.</summary>
internal sealed class TemplateReader(ProblemList problems)
{
    public Interpolation Read(YamlValue value, IReadOnlyList<PlaceholderKind> allowed, string path)
        => Read(value.Text, 0, value, allowed, path);

    public Interpolation Read(SplitWord word, YamlValue value, IReadOnlyList<PlaceholderKind> allowed, string path)
        => Read(word.Text, word.Offset, value, allowed, path);

    private Interpolation Read(string text, int start, YamlValue value, IReadOnlyList<PlaceholderKind> allowed, string path)
    {
        var errors = new List<InterpolationError>();
        var parts = InterpolationParser.Parse(text, allowed, errors);
        foreach (var error in errors)
        {
            problems.Add(
                ConfigurationProblemCodes.InvalidPlaceholder,
                $"{error.Message.TrimEnd('.')} (in \"{path}\").",
                error.Fix,
                value,
                path,
                start + error.Offset);
        }

        if (text.Contains('\0'))
        {
            problems.Add(ConfigurationProblemCodes.InvalidValue, $"\"{path}\" holds a NUL character.", "remove \"\\0\"", value, path);
        }

        return new Interpolation(text, parts, path, value.Line, value.ColumnAt(start));
    }
}
