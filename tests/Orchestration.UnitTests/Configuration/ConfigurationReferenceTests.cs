using System.Reflection;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Keys;

namespace AgentSandbox.Orchestration.UnitTests.Configuration;

public sealed partial class ConfigurationReferenceTests
{
    private static readonly string s_reference = File.ReadAllText(RepositoryFiles.PathOf("docs/reference/configuration.md"));

    [Fact]
    public void EveryKey_IsInTheReference()
        => ObjectsIn(KeyTable.Root)
            .SelectMany(section => section.Keys)
            .Where(key => !s_reference.Contains($"`{key.Name}`") && !s_reference.Contains($"`{key.Name}: "))
            .Select(key => key.Name)
            .Should().BeEmpty();

    [Fact]
    public void EveryDefault_IsInTheReference()
        => ObjectsIn(KeyTable.Root)
            .SelectMany(section => section.Keys)
            .Where(key => key.Default is not null && !Regex.IsMatch(s_reference, $@"`{key.Name}`.*\b{Regex.Escape(key.Default)}\b"))
            .Select(key => $"{key.Name}: {key.Default}")
            .Should().BeEmpty();

    [Fact]
    public void EveryCode_IsInTheReference()
    {
        var codes = typeof(ConfigurationProblemCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);

        CodePattern().Matches(s_reference).Select(match => match.Groups[1].Value).Should().BeEquivalentTo(codes);
    }

    [Fact]
    public void ExampleOfTheReference_IsValid()
    {
        var yaml = ExamplePattern().Match(s_reference).Groups[1].Value;

        ConfigurationReader.Read(yaml).Format("example").Should().BeEmpty();
        yaml.Should().Contain("services:");
    }

    [Fact]
    public void DefaultsOfTheTable_AreThoseOfTheModel()
    {
        var written = ConfigurationReader.Read("""
            version: 1
            engine: local
            routing: { unknownKey: refuse }
            lease: { idle: 60m, max: 24h }
            start: lazy
            limits: { maxConcurrentBuilds: 2, buildTimeout: 10m, logs: { maxBytes: 5MiB, files: 4 } }
            hostIdle: 30m
            services: { a: { source: ., run: x, protocol: http, shell: false, stop: { grace: 10s }, health: { tcp: true, timeout: 60s, interval: 250ms } } }
            """).Configuration!;
        var silent = ConfigurationReader.Read("version: 1\nservices: { a: { source: ., run: x } }\n").Configuration!;

        Orchestration.Configuration.Differences.ConfigurationDifference.Between(silent, written).ToString().Should().BeEmpty();
    }

    private static IEnumerable<ObjectShape> ObjectsIn(Shape? shape) => shape switch
    {
        ObjectShape section => section.Keys.SelectMany(key => ObjectsIn(key.Shape)).Prepend(section),
        MapShape map => ObjectsIn(map.Value),
        ListShape list => ObjectsIn(list.Item),
        ChoiceShape choice => ObjectsIn(choice.Object),
        _ => [],
    };

    [GeneratedRegex("^\\| `(config_[a-z_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex CodePattern();

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ExamplePattern();
}
