using System.Reflection;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.Plans.Reading.Keys;
using AgentSandbox.Orchestration.UnitTests.Configuration;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reading;

public sealed partial class PlanReferenceTests
{
    private static readonly string s_reference = File.ReadAllText(RepositoryFiles.PathOf("docs/reference/plans.md"));

    [Fact]
    public void EveryKey_IsInTheReference()
        => Keys().Where(key => !Regex.IsMatch(s_reference, $@"`[^`\n]*\b{key.Name}\b[^`\n]*`")).Select(key => key.Name).Should().BeEmpty();

    [Fact]
    public void EveryDefault_IsInTheReference()
        => Keys()
            .Where(key => key.Default is not null && !Regex.IsMatch(s_reference, $@"^\| `{key.Name}` \|.*`{Regex.Escape(key.Default)}`", RegexOptions.Multiline))
            .Select(key => $"{key.Name}: {key.Default}")
            .Should().BeEmpty();

    [Fact]
    public void EveryCode_IsInTheReference()
    {
        var codes = typeof(PlanProblemCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);

        CodePattern().Matches(s_reference).Select(match => match.Groups[1].Value).Should().BeEquivalentTo(codes);
    }

    [Fact]
    public void ExamplesOfTheReference_AreValid()
    {
        var examples = ExamplePattern().Matches(s_reference).Select(match => match.Groups[1].Value).ToList();

        examples.Should().HaveCount(2);
        examples.Should().AllSatisfy(yaml => PlanSamples.Read(yaml).Format("example").Should().BeEmpty());
    }

    private static IEnumerable<KeyDefinition> Keys() => ObjectsIn(PlanKeys.Root).SelectMany(section => section.Keys).DistinctBy(key => (key.Name, key.Default));

    private static IEnumerable<ObjectShape> ObjectsIn(Shape? shape) => shape switch
    {
        ObjectShape section => section.Keys.SelectMany(key => ObjectsIn(key.Shape)).Prepend(section),
        MapShape map => ObjectsIn(map.Value),
        ListShape list => ObjectsIn(list.Item),
        ChoiceShape choice => ObjectsIn(choice.Object),
        _ => [],
    };

    [GeneratedRegex("^\\| `(plan_[a-z_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex CodePattern();

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ExamplePattern();
}
