using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Binding;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Plans.Reading.Keys;
using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>Makes the plan out of a document, and checks what no shape can express.</summary>
/// <remarks>Runs also on documents of the wrong shape, so that all problems are reported together; its result then counts for nothing.</remarks>
internal sealed class PlanBinder(ProblemList problems, IReadOnlyCollection<string>? knownServices)
{
    public Plan Bind(YamlValue root, string name)
    {
        var steps = ReadSteps(root.Find("steps"), "steps");
        var cleanup = ReadSteps(root.Find("cleanup"), "cleanup");
        var parameters = (root.Find("parameters")?.Entries ?? []).Take(PlanKeys.MaxParameters).Select(ReadParameter).ToList();
        new PlanReferenceCheck(problems, [.. parameters.Select(parameter => parameter.Name)], steps, cleanup).Check();
        return new Plan
        {
            Name = name,
            Purpose = root.Find(PlanKeys.Purpose)?.Text ?? "",
            Parameters = parameters,
            Steps = [.. steps.Select(step => step.Step)],
            Cleanup = [.. cleanup.Select(step => step.Step)],
            MaxParallel = Values.Integer(root.Find("maxParallel")) ?? 4,
            Timeout = Values.Duration(root.Find("timeout"), TimeSpan.FromMinutes(15)),
        };
    }

    private List<ReadStep> ReadSteps(YamlValue? list, string path)
        => list is { Kind: YamlValueKind.Sequence, Items.Count: <= PlanKeys.MaxSteps }
            ? [.. list.Items.Select((item, index) => ReadStep(item, $"{path}[{index}]")).OfType<ReadStep>()]
            : [];

    private ReadStep? ReadStep(YamlValue value, string path)
    {
        if (StepReaders.All.FirstOrDefault(reader => value.Find(reader.Key.Name) is not null) is not { } reader)
        {
            return null;
        }

        var scope = new StepScope(problems, knownServices, value, path, reader.Key.Name);
        var step = reader.Read(scope);
        var captures = (value.Find("capture")?.Entries ?? []).Select(entry => new Capture(entry.Name, entry.Value.Text)).ToList();
        step = step with
        {
            Title = value.Find("title")?.Text,
            When = scope.Template(value.Find("when"), $"{path}.when"),
            Retries = Values.Integer(value.Find("retries")),
            Timeout = Values.Duration(value.Find("timeout"), step.Timeout),
            Captures = captures,
            Line = value.Line,
        };
        foreach (var reference in scope.References.Where(reference => reference.Name.StartsWith("services.", StringComparison.Ordinal)))
        {
            scope.CheckService(reference.Name.Split('.')[1], reference.Line, reference.Column, reference.Path);
        }

        return new ReadStep(step, value, path, scope.References);
    }

    private PlanParameter ReadParameter(YamlEntry entry)
    {
        var value = entry.Value.Find("default");
        var type = entry.Value.Find("type")?.Text switch
        {
            "string" => ParameterType.String,
            "integer" => ParameterType.Integer,
            "number" => ParameterType.Number,
            "boolean" => ParameterType.Boolean,
            _ => value?.Type switch
            {
                YamlScalarType.Integer => ParameterType.Integer,
                YamlScalarType.Float => ParameterType.Number,
                YamlScalarType.Boolean => ParameterType.Boolean,
                _ => ParameterType.String,
            },
        };
        if (value is { Kind: YamlValueKind.Scalar } && ParameterValues.Parse(type, value.Text) is null)
        {
            var path = $"parameters.{Texts.Shorten(entry.Name)}.default";
            problems.Add(
                ConfigurationProblemCodes.InvalidValue,
                $"\"{path}\" must be {ParameterValues.Describe(type)}, but \"{Texts.Shorten(value.Text)}\" is not.",
                "correct the default or the type",
                value,
                path);
        }

        return new PlanParameter { Name = entry.Name, Type = type, Default = value?.Text, Description = entry.Value.Find("description")?.Text };
    }
}
