using System.Reflection;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.UnitTests.Configuration;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.UnitTests.Failures;

public sealed partial class FailureReferenceTests
{
    // The bridge has this one alone: nothing behind it was reached.
    private const string OfTheBridge = "host_unavailable";

    [Fact]
    public void EveryCode_HasOneLineInTheReference()
    {
        var reference = File.ReadAllText(RepositoryFiles.PathOf("docs/reference/failures.md"));

        LinePattern().Matches(reference).Select(match => match.Groups[1].Value)
            .Should().BeEquivalentTo(CodesOf(typeof(FailureCodes)).Concat(CodesOf(typeof(RouterErrorCodes))).Append(OfTheBridge));
    }

    private static IEnumerable<string> CodesOf(Type codes) => codes
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (string)field.GetRawConstantValue()!);

    [GeneratedRegex("^\\| `([a-z_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex LinePattern();
}
