using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentSandbox.FunctionalTests.CommandLine;

/// <summary><c>init</c> writes what is missing and never touches what is there.</summary>
public sealed class InitTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task EmptyRepository_GetsAConfiguration_ASecondRunLeavesItAsItIs()
    {
        Write("Procfile", "web: node server.js\n");

        (await RunAsync()).ExitCode.Should().Be(0);

        var written = Read("agent-sandbox.yaml");
        written.Should().Contain("version: 1");
        var again = await RunAsync();
        again.ExitCode.Should().Be(1);
        again.Output.Should().Contain("file_exists");
        Read("agent-sandbox.yaml").Should().Be(written);
    }

    [Fact]
    public async Task AllClients_GetTheirOwnFormat()
    {
        (await RunAsync("--client", "all", "--prompts")).ExitCode.Should().Be(0);

        Servers(".mcp.json", "mcpServers")["agent-sandbox"]!["args"]!.AsArray().Select(word => (string?)word).Should().EndWith("mcp");
        Servers(".cursor/mcp.json", "mcpServers").Should().ContainKey("agent-sandbox");
        Servers(".vscode/mcp.json", "servers")["agent-sandbox"]!["type"]!.GetValue<string>().Should().Be("stdio");
        Read(".codex/config.toml").Should().Contain("[mcp_servers.agent-sandbox]\ncommand = \"");
        Read(".claude/commands/validate-change.md").Should().Contain("deploy_fork").And.Contain("$1").And.NotContain("{{");
        Read(".cursor/commands/debug-routing.md").Should().Contain("not_routed");
    }

    [Fact]
    public async Task WhatIsThere_Stays()
    {
        Write(".mcp.json", """{ "mcpServers": { "other": { "command": "other-mcp", "args": ["é & <b>"] } }, "more": true }""");
        Write(".codex/config.toml", "model = \"x\"\n\n[mcp_servers.other]\ncommand = \"other-mcp\"");

        (await RunAsync("--client", "claude", "codex")).ExitCode.Should().Be(0);

        var servers = Servers(".mcp.json", "mcpServers");
        servers.Select(server => server.Key).Should().Equal("other", "agent-sandbox");
        servers["other"]!["args"]![0]!.GetValue<string>().Should().Be("é & <b>");
        JsonNode.Parse(Read(".mcp.json"))!["more"]!.GetValue<bool>().Should().BeTrue();
        Read(".codex/config.toml").Should().StartWith("model = \"x\"\n\n[mcp_servers.other]\ncommand = \"other-mcp\"\n\n[mcp_servers.agent-sandbox]\n");
    }

    [Fact]
    public async Task SecondRun_ChangesNothing()
    {
        await RunAsync("--client", "all", "--prompts");
        var before = Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText);

        var run = await RunAsync("--client", "all", "--prompts", "--json");

        Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText).Should().Equal(before);
        JsonDocument.Parse(run.Output).RootElement.EnumerateArray().Skip(1)
            .Should().OnlyContain(step => step.GetProperty("outcome").GetString() == "Unchanged");
    }

    [Theory]
    [InlineData("{ // our servers\n  \"mcpServers\": {} }")]
    [InlineData("{ \"mcpServers\": [] }")]
    [InlineData("{ broken")]
    [InlineData("{ \"mcpServers\": { \"agent-sandbox\": { \"command\": \"mine\" } } }")]
    public async Task FileThatCannotBeKept_IsLeftAndTheEntryIsShown(string text)
    {
        Write(".mcp.json", text);

        var run = await RunAsync("--client", "claude");

        Read(".mcp.json").Should().Be(text);
        run.Output.Should().Contain("! .mcp.json").And.Contain("\"command\"");
    }

    public void Dispose() => _directory.Dispose();

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        InProcess.RunAsync(["init", "--workspace", _directory.Path, .. arguments]);

    private JsonObject Servers(string file, string member) => JsonNode.Parse(Read(file))![member]!.AsObject();

    private string Read(string file) => File.ReadAllText(_directory.Join(file));

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.Join(file))!);
        File.WriteAllText(_directory.Join(file), text);
    }
}
