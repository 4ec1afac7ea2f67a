using System.Text.Json;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>One step of the document while it is read: what it says, and what was found to be wrong with it.</summary>
internal sealed class StepScope(ProblemList problems, IReadOnlyCollection<string>? knownServices, YamlValue step, string path, string kind)
{
    private static readonly YamlValue s_nothing = new() { Kind = YamlValueKind.Mapping, Line = 0, Column = 0, ExpandedSize = 1 };

    private readonly List<PlacedReference> _references = [];

    public ProblemList Problems => problems;

    public YamlValue Step => step;

    /// <summary>The settings of the step's kind.</summary>
    public YamlValue Value => step.Find(kind) ?? s_nothing;

    public string Path => path;

    public string KindPath => Texts.Join(path, kind);

    public string Id => step.Find("id")?.Text ?? "";

    /// <summary>The names between braces that the step uses.</summary>
    public IReadOnlyList<PlacedReference> References => _references;

    /// <summary>Reads a text with places; null when there is none.</summary>
    public PlanTemplate? Template(YamlValue? value, string at, PlanTemplateForm form = PlanTemplateForm.Text)
    {
        if (value is not { Kind: YamlValueKind.Scalar })
        {
            return null;
        }

        return Template(value.Text, value, 0, at) with { Form = form };
    }

    /// <summary>Reads a part of a text with places, such as a word of a command.</summary>
    public PlanTemplate Template(string text, YamlValue value, int start, string at)
    {
        var errors = new List<TemplateError>();
        var parts = PlanTemplateParser.Parse(text, errors);
        foreach (var error in errors)
        {
            problems.Add(PlanProblemCodes.InvalidPlaceholder, $"{error.Message.TrimEnd('.')} (in \"{at}\").", error.Fix, value, at, start + error.Offset);
        }

        var places = parts.Where(part => part.IsReference).ToList();
        _references.AddRange(places.Select(part => new PlacedReference(part.Text, value.Line, value.ColumnAt(start + part.Offset), at)));
        return new PlanTemplate(text, [.. places.Select(part => part.Text)], value.Line, value.ColumnAt(start));
    }

    public IReadOnlyDictionary<string, PlanTemplate> Templates(YamlValue? value, string at)
        => (value?.Entries ?? [])
            .Where(entry => entry.Value.Kind == YamlValueKind.Scalar)
            .ToDictionary(
                entry => entry.Name,
                entry => Template(entry.Value.Text, entry.Value, 0, Texts.Join(at, Texts.Shorten(entry.Name))),
                StringComparer.Ordinal);

    /// <summary>Reads a value as JSON whose texts may have places.</summary>
    public JsonElement Json(YamlValue value, string at)
    {
        ReadPlaces(value, at);
        return JsonText.Element(YamlJson.Convert(value, problems, at));
    }

    /// <summary>Finds the places in all texts of a value.</summary>
    public void ReadPlaces(YamlValue value, string at)
    {
        if (value.Kind == YamlValueKind.Scalar)
        {
            if (value.Text.Contains("${", StringComparison.Ordinal))
            {
                Template(value.Text, value, 0, at);
            }

            return;
        }

        foreach (var item in value.Kind == YamlValueKind.Mapping ? value.Entries.Select(entry => entry.Value) : value.Items)
        {
            ReadPlaces(item, at);
        }
    }

    /// <summary>Notes that the step uses a value though no place says so.</summary>
    public void Use(string name, YamlValue at, string atPath) => _references.Add(new PlacedReference(name, at.Line, at.Column, atPath));

    /// <summary>Reports a literal name of a service that does not exist.</summary>
    public void CheckService(YamlValue? value, string at)
    {
        if (value is { Kind: YamlValueKind.Scalar } && !PlanTemplateParser.HasPlace(value.Text))
        {
            CheckService(value.Text, value.Line, value.Column, at);
        }
    }

    public void CheckService(string name, int line, int column, string at)
    {
        if (knownServices is null || knownServices.Contains(name) || problems.IsFull)
        {
            return;
        }

        problems.Add(
            PlanProblemCodes.UnknownService,
            $"\"{at}\" names the service \"{Texts.Shorten(name)}\", which does not exist.",
            Suggestion.Nearest(name, knownServices) is { } nearest ? $"did you mean \"{nearest}\"?" : $"known services: {string.Join(", ", knownServices.Take(20))}",
            line,
            column,
            at);
    }

    public void Contradict(string message, string fix, YamlValue at, string key)
        => problems.Add(ConfigurationProblemCodes.Contradiction, message, fix, at, Texts.Join(KindPath, key));
}
