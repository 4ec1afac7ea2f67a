using System.Text.Json;
using System.Text.RegularExpressions;
using AgentSandbox.FunctionalTests.Plans.Commands;
using AgentSandbox.McpServer.CommandLine;
using AgentSandbox.McpServer.CommandLine.Verbs;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.CommandLine;

/// <summary>What a person or a script types, and the exit code that it gets.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("mcp")]
    [InlineData("demo")]
    [InlineData("init")]
    [InlineData("doctor")]
    [InlineData("call")]
    [InlineData("services")]
    [InlineData("create")]
    [InlineData("deploy")]
    [InlineData("get")]
    [InlineData("status")]
    [InlineData("list")]
    [InlineData("request")]
    [InlineData("logs")]
    [InlineData("delete")]
    [InlineData("propagation")]
    [InlineData("plan")]
    [InlineData("plan run")]
    [InlineData("plan list")]
    [InlineData("plan check")]
    [InlineData("record")]
    [InlineData("record start")]
    [InlineData("record status")]
    [InlineData("record stop")]
    [InlineData("record to-plan")]
    [InlineData("sweep")]
    [InlineData("host")]
    [InlineData("host run")]
    [InlineData("host status")]
    [InlineData("host restart")]
    [InlineData("host stop")]
    [InlineData("baseline")]
    [InlineData("baseline status")]
    [InlineData("baseline update")]
    [InlineData("baseline stop")]
    [InlineData("install")]
    [InlineData("uninstall")]
    [InlineData("enroll")]
    [InlineData("unenroll")]
    [InlineData("serve")]
    public async Task Help_OfEveryCommand_NamesItsOptions(string command)
    {
        var run = await InProcess.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        run.ExitCode.Should().Be(0);
        run.Output.Should().Contain("Usage:").And.Contain("--json").And.Contain("--workspace");
        run.Error.Should().BeEmpty();
    }

    [Fact]
    public void EveryCommand_IsInTheReference()
    {
        var reference = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs/reference/command-line.md"));
        var root = CommandLineProgram.Create(InProcess.Context(new StringWriter()));

        var names = root.Subcommands.SelectMany(command => command.Subcommands.Count == 0
            ? [command.Name]
            : command.Subcommands.Select(child => $"{command.Name} {child.Name}"));

        names.Where(name => !Regex.IsMatch(reference, $@"`{name}[ `]")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("", "--help")]
    [InlineData("nonsense", "nonsense")]
    [InlineData("get", "agent-sandbox get --help")]
    [InlineData("host", "agent-sandbox host --help")]
    [InlineData("list --nope", "--nope")]
    [InlineData("host run --port 99999", "99999")]
    [InlineData("demo --image x", "--engine kubernetes")]
    [InlineData("serve --max-callers 0", "0")]
    [InlineData("host restart --port x", "x")]
    [InlineData("init --client emacs", "emacs")]
    [InlineData("call list_services --json {broken", "not JSON")]
    [InlineData("call list_services --json [1]", "not an object")]
    [InlineData("install", "--dry-run")]
    [InlineData("install --dry-run --apply", "--dry-run")]
    [InlineData("install --apply --pull-policy Sometimes", "Sometimes")]
    [InlineData("enroll", "--all")]
    [InlineData("enroll orders --all", "--all")]
    [InlineData("enroll orders --accept anything", "anything")]
    [InlineData("enroll orders --protocol 80=smtp", "80=smtp")]
    [InlineData("enroll orders --protocol http", "8080=h2c")]
    [InlineData("enroll orders --wait 0", "seconds")]
    [InlineData("unenroll", "--all")]
    [InlineData("uninstall --definitions burn", "burn")]
    public async Task WrongUsage_ExitsWithTwo_AndSaysWhat(string line, string expected)
    {
        var run = await InProcess.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(expected);
        run.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task Version_IsPrinted()
    {
        var run = await InProcess.RunAsync(["--version"]);

        run.ExitCode.Should().Be(0);
        run.Output.Should().Be($"{ServerComposition.Version}\n".ReplaceLineEndings());
    }

    [Fact]
    public void Verbs_TypeOnlyArgumentsThatTheirToolHas()
    {
        foreach (var verb in VerbCommands.All)
        {
            var inputs = verb.Inputs().Select(input => input.Name).ToList();
            var tool = ToolRegistry.All.Single(tool => tool.ProtocolTool.Name == verb.Tool).ProtocolTool;

            inputs.Should().BeEquivalentTo(tool.InputSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name));
            inputs.Should().Contain(verb.Required.Concat(verb.Optional), verb.Name);
        }

        VerbCommands.All.Select(verb => verb.Tool).Should().OnlyHaveUniqueItems().And.BeSubsetOf(ToolNames.All);
    }

    [Fact]
    public async Task Verbs_CallTools_AndExitCodesTellHowItWent()
    {
        await using var host = await ProductHost.CreateAsync();

        (await host.RunAsync("services", "one", "--json")).Should().Match<(int ExitCode, string Output, string Error)>(run =>
            run.ExitCode == 0 && JsonDocument.Parse(run.Output, default).RootElement.GetProperty("services").GetArrayLength() == 1);
        (await host.RunAsync("create", "two words")).ExitCode.Should().Be(1);
        (await host.RunAsync("create", "pr-1", "--idle-minutes", "many")).ExitCode.Should().Be(2);
        (await host.RunAsync("create", "pr-1", "--idle-minutes", "30")).ExitCode.Should().Be(0);
        host.Repository.Write("three/version.txt", "edited");
        var deployed = await host.RunAsync("deploy", "pr-1", "--json");
        deployed.ExitCode.Should().Be(0, deployed.Error);
        JsonDocument.Parse(deployed.Output).RootElement.GetProperty("phase").GetString().Should().Be("ready");
        var request = await host.RunAsync("request", "pr-1", "one", "/chain", "--headers", "x-a=1", "--headers", "x-b=2", "--compare-with-baseline");
        request.ExitCode.Should().Be(0, request.Error);
        request.Output.Should().Contain("routed").And.Contain("edited");
        (await host.RunAsync("request", "pr-1", "one", "/")).ExitCode.Should().Be(1);
        (await host.RunAsync("status", "pr-1")).Output.Should().Contain("ready");
        var called = await host.RunAsync("call", "get_sandbox", "--json", """{"sandbox":"pr-1"}""");
        JsonDocument.Parse(called.Output).RootElement.GetProperty("phase").GetString().Should().Be("ready");
        (await host.RunAsync("call", "get_sandbox", "--json", "{}")).ExitCode.Should().Be(2);
        (await host.RunAsync("call", "no_tool")).ExitCode.Should().Be(2);
        (await host.RunAsync("baseline", "status")).Output.Should().Contain("three");
        (await host.RunAsync("baseline", "update", "--json")).ExitCode.Should().Be(0);
        (await host.RunAsync("baseline", "stop")).ExitCode.Should().Be(0);
        (await host.RunAsync("sweep")).Output.Should().Contain("Nothing was left over");
        (await host.RunAsync("delete", "pr-1")).ExitCode.Should().Be(0);
        (await host.RunAsync("get", "pr-1")).ExitCode.Should().Be(1);
    }

    [Fact]
    public async Task FailedDeploy_ExitsWithOne_AndShowsWhy()
    {
        await using var host = await ProductHost.CreateAsync(TestRepository.Configuration(
            TestRepository.Service("three", null, "    build: [\"sh\", \"build.sh\"]")));
        host.Repository.Write("three/build.sh", "echo 'three.c(7): the semicolon is missing' >&2; exit 1");
        (await host.RunAsync("create", "pr-1")).ExitCode.Should().Be(0);

        var (exitCode, output, error) = await host.RunAsync("deploy", "pr-1", "three");

        exitCode.Should().Be(1);
        (output + error).Should().Contain("build_failed").And.Contain("the semicolon is missing");
    }

    [Fact]
    public async Task DirectoryThatIsNotThere_IsAMatterOfTheEnvironment()
    {
        var run = await InProcess.RunAsync(["list", "--workspace", "/no/such/directory"]);

        run.ExitCode.Should().Be(3);
        run.Error.Should().Contain("tree_unavailable").And.Contain("/no/such/directory");
    }

    [UnixFact]
    public async Task DirectoryThatWasDeletedUnderTheCommand_IsNamed()
    {
        using var directory = new TemporaryDirectory();
        var result = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandSpec
            {
                FileName = "/bin/sh",
                Arguments = ["-c", $"mkdir gone && cd gone && rmdir ../gone && exec dotnet '{ProductFiles.Assembly}' list"],
                WorkingDirectory = directory.Path,
                Environment = MinimalEnvironment.FromCurrent(),
                Timeout = TestTimeouts.Default,
            },
            CancellationToken.None);

        result.ExitCode.Should().Be(3, result.ErrorText);
        result.ErrorText.Should().Contain("tree_unavailable").And.Contain("/gone");
    }

    [Theory]
    [InlineData("list")]
    [InlineData("host run")]
    public async Task DirectoryThatIsNobodysRepository_IsNotWrittenInto(string command)
    {
        using var directory = new TemporaryDirectory();

        var run = await InProcess.RunAsync([.. command.Split(' '), "--workspace", directory.Path]);

        run.ExitCode.Should().Be(3);
        run.Error.Should().Contain("configuration_invalid").And.Contain("agent-sandbox init");
        Directory.EnumerateFileSystemEntries(directory.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task UnexpectedException_IsAFailureToReport_AndNoAbort()
    {
        var run = await InProcess.RunAsync(["--version"], new BrokenWriter());

        run.ExitCode.Should().Be(1);
        run.Error.Should().StartWith("internal_error: The writer is broken.").And.Contain("report it").And.Contain(nameof(BrokenWriter));
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(char value) => throw new InvalidOperationException("The writer is broken.");

        public override void WriteLine(string? value) => throw new InvalidOperationException("The writer is broken.");
    }
}
