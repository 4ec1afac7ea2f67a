using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AgentSandbox.ArchitectureTests;

public sealed class TestHabitTests
{
    /// <summary>Each with its reason; a test that waits for a condition has none.</summary>
    private static readonly Dictionary<string, string> s_maySleep = new()
    {
        ["tests/TestService/"] = "a service that is slow on purpose",
        ["tests/Mcp.Fixture/"] = "the fixture of the official conformance suite has to take a while",
        ["tests/FunctionalTests/Plans/Loading/LoadedService.cs"] = "a service whose latency is measured",
        ["tests/FunctionalTests/Processes/StartupHook.cs"] = "a process that hangs on purpose",
    };

    [Fact]
    public void Test_DoesNotSleepToWait() =>
        SourceTree.Mentioning("tests", @"\bThread\.Sleep\(|\bTask\.Delay\((?!Timeout\.Infinite)")
            .Where(path => !s_maySleep.Keys.Any(allowed => path.StartsWith(allowed, StringComparison.Ordinal)))
            .Should().BeEmpty("a wait for a time is slow or flaky: wait for a signal, or use TestKit's Eventually or ManualTimeProvider");

    [Fact]
    public void TestClass_IsNamedTests() =>
        SourceTree.CSharp("tests")
            .Where(path => Regex.IsMatch(SourceTree.CodeOf(path), @"^\s*\[(Fact|Theory)\b", RegexOptions.Multiline))
            .Where(path => !Regex.IsMatch(Path.GetFileName(path).Split('.')[0], "(Tests|Conformance)$"))
            .Should().BeEmpty("a class with tests is named after what it tests, with 'Tests' behind");

    [Fact]
    public void TestMethod_NamesConditionAndOutcome() =>
        SourceTree.CSharp("tests")
            .SelectMany(path => Regex.Matches(SourceTree.CodeOf(path), @"\[(?:\w*Fact|\w*Theory)\b[^\n]*\n(?:\s*\[[^\n]*\n)*\s*public (?:async )?(?:Task|ValueTask|void) (\w+)\(")
                .Select(match => $"{path}: {match.Groups[1].Value}"))
            .Where(name => !name.Contains('_'))
            .Should().BeEmpty("a test says its condition and its outcome: Condition_Outcome");

    [Fact]
    public void UnitTests_StartNoProcesses() =>
        SourceTree.CSharp("tests").Where(path => path.Contains("UnitTests/", StringComparison.Ordinal))
            .Where(path => Regex.IsMatch(SourceTree.CodeOf(path), @"\bProcess\.Start\(|\bnew CommandRunner\(|\bTestRepository\b"))
            .Should().BeEmpty("unit tests do no I/O beyond temporary files: move the test to FunctionalTests");
}
