using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.CommandLine;

/// <summary>The demo as a user runs it; it checks itself, and its exit code tells.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Demo_ProvesEveryClaim_AndLeavesNothing()
    {
        using var temporary = new TemporaryDirectory();
        var environment = new Dictionary<string, string>(MinimalEnvironment.FromCurrent()) { ["TMPDIR"] = temporary.Path };

        var result = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandSpec
            {
                FileName = "dotnet",
                Arguments = [ProductFiles.Assembly, "demo"],
                WorkingDirectory = temporary.Path,
                Environment = environment,
                Timeout = TimeSpan.FromMinutes(10),
            },
            CancellationToken.None);

        result.ExitCode.Should().Be(0, result.OutputText + result.ErrorText);
        result.OutputText.Should()
            .Contain("frontend (baseline) → orders (baseline) → payments (fork r1)")
            .And.Contain("frontend (baseline) → orders (baseline) → payments (fork r3)")
            .And.Contain("error CS1002")
            .And.Contain("claims were proven")
            .And.NotContain("✖");
        Directory.EnumerateDirectories(temporary.Path, "agent-sandbox-demo-*").Should().BeEmpty();
    }
}
