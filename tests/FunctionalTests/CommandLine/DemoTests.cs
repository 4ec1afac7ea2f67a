using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.FunctionalTests.CommandLine;

/// <summary>The demo as a newcomer runs it, by the README's command in a fresh clone; it checks itself, and its exit code tells.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task FreshClone_DemoProvesEveryClaim_AndLeavesNothing()
    {
        using var temporary = new TemporaryDirectory();
        var environment = new Dictionary<string, string>(MinimalEnvironment.FromCurrent()) { ["TMPDIR"] = temporary.Path };

        var clone = temporary.Join("clone");
        (await RunAsync("git", ["clone", "--quiet", RepositoryFiles.Root, clone], temporary.Path, environment)).ExitCode.Should().Be(0);

        var result = await RunAsync("dotnet", ["run", "--project", "src/McpServer", "--", "demo"], clone, environment);

        result.ExitCode.Should().Be(0, result.OutputText + result.ErrorText);
        result.OutputText.Should()
            .Contain("frontend (baseline) → orders (baseline) → payments (fork r1)")
            .And.Contain("frontend (baseline) → orders (baseline) → payments (fork r3)")
            .And.Contain("error CS1002")
            .And.Contain("claims were proven")
            .And.NotContain("✖");
        Directory.EnumerateDirectories(temporary.Path, "agent-sandbox-demo-*").Should().BeEmpty();
    }

    private static Task<CommandResult> RunAsync(string program, string[] arguments, string directory, Dictionary<string, string> environment) =>
        new CommandRunner(TimeProvider.System).RunAsync(
            new CommandSpec
            {
                FileName = program,
                Arguments = arguments,
                WorkingDirectory = directory,
                Environment = environment,
                Timeout = TimeSpan.FromMinutes(15),
            },
            CancellationToken.None);
}
