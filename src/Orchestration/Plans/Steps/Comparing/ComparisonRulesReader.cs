using AgentSandbox.Orchestration.Configuration.Binding;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Plans.Reading.Keys;

namespace AgentSandbox.Orchestration.Plans.Steps.Comparing;

/// <summary>Reads what a comparison looks at; for all steps that compare.</summary>
internal static class ComparisonRulesReader
{
    public static IReadOnlyList<KeyDefinition> Keys { get; } =
    [
        new("ignore", new ListShape(PlanScalars.ComparedPath), "Paths of the body, or headers.NAME, that are not looked at.") { OtherNames = ["exclude", "skip"] },
        new("allow", new ListShape(PlanScalars.ComparedPath), "Paths that are expected to differ; shown, and never failing.") { OtherNames = ["expected"] },
        new("failOn", new ListShape(Scalars.OneOf("breaking", "additive", "changed")), "Classes of differences that fail the step; by default breaking.") { OtherNames = ["fail"] },
        new("compareHeaders", new ListShape(PlanScalars.HeaderName), "Headers that are compared besides content-type."),
        new("ignoreOrder", Scalars.Boolean, "Whether lists are sets.") { Default = "false", OtherNames = ["unordered"] },
    ];

    public static KeyDefinition Samples { get; } = new("samples", Scalars.Integer(1, 20), "How often the baseline is asked to learn what varies by itself.") { Default = "3" };

    public static ComparisonRules Read(YamlValue value)
    {
        var defaults = new ComparisonRules();
        return new ComparisonRules
        {
            Ignore = Values.Texts(value.Find("ignore")),
            Allow = Values.Texts(value.Find("allow")),
            FailOn = value.Find("failOn") is { } failOn
                ? [.. Values.Texts(failOn).Select(name => Enum.TryParse<DifferenceClass>(name, ignoreCase: true, out var found) ? found : DifferenceClass.Breaking).Distinct()]
                : defaults.FailOn,
            Headers = [.. Values.Texts(value.Find("compareHeaders")).Select(name => name.ToLowerInvariant())],
            Samples = Values.Integer(value.Find("samples")) ?? defaults.Samples,
            IgnoreOrder = value.Find("ignoreOrder")?.IsTrue ?? false,
        };
    }
}
