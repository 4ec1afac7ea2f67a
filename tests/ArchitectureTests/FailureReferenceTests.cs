using System.Reflection;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Router;

namespace AgentSandbox.ArchitectureTests;

public sealed partial class FailureReferenceTests
{
    private const BindingFlags Constants = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly string s_reference = SourceTree.Read("docs/reference/failures.md");

    [Fact]
    public void EveryCode_IsInTheReferenceOnce_AndNoOther()
    {
        var codes = CodesOf(typeof(FailureCodes))
            .Concat(CodesOf(typeof(RouterErrorCodes)))
            .Concat(ToolCodes())
            .Distinct();

        RowPattern().Matches(s_reference).Select(match => match.Groups[1].Value)
            .Should().BeEquivalentTo(codes, "docs/reference/failures.md lists exactly the codes that exist: add or remove a row");
    }

    [Fact]
    public void EveryToolCode_SaysWhoCanMendItAndHow() =>
        s_reference[..s_reference.IndexOf("## Of the router", StringComparison.Ordinal)].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Where(line => line.Split('|') is not [_, _, var who, var when, var next, _, _]
                || !Enum.TryParse<FailureCategory>(who.Trim(), ignoreCase: true, out _)
                || string.IsNullOrWhiteSpace(when)
                || string.IsNullOrWhiteSpace(next))
            .Should().BeEmpty("each row has a code, one of the four categories, when it comes, a next step and the exit code");

    [Fact]
    public void ConfigurationCodes_AreLinked() => s_reference.Should().Contain("](configuration.md");

    private static IEnumerable<string> ToolCodes()
    {
        var tools = Assembly.Load("agent-sandbox");
        string[] holders = ["AgentSandbox.McpServer.Protocol.ToolError", "AgentSandbox.McpServer.Bridge.HostLostException", "AgentSandbox.McpServer.Bridge.HostUnavailableException"];
        return holders.SelectMany(name => CodesOf(tools.GetType(name, throwOnError: true)!)); // throws where there is none
    }

    private static IEnumerable<string> CodesOf(Type type) => type.GetFields(Constants)
        .Where(field => field.IsLiteral && field.FieldType == typeof(string))
        .Select(field => (string)field.GetRawConstantValue()!) // a literal has a value
        .Where(value => CodePattern().IsMatch(value));

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$")]
    private static partial Regex CodePattern();

    [GeneratedRegex("^\\| `([a-z_]+)`", RegexOptions.Multiline)]
    private static partial Regex RowPattern();
}
