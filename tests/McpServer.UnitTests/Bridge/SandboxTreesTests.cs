using System.Text.Json;
using AgentSandbox.McpServer.Bridge;
using AgentSandbox.McpServer.Protocol;
using FluentAssertions;
using Xunit;

namespace AgentSandbox.McpServer.UnitTests.Bridge;

public sealed class SandboxTreesTests
{
    private readonly SandboxTrees _trees = new();

    [Fact]
    public void ReadingCall_OfASandboxOfAnotherTree_GoesWhereItWasCreated()
    {
        Of(ToolNames.CreateSandbox, """{"name":"fix","worktree":"/other"}""").Should().Be("/other");

        Of(ToolNames.SendRoutedRequest, """{"sandbox":"fix"}""").Should().Be("/other");
        Of(ToolNames.ReadLogs, """{"sandbox":"fix"}""").Should().Be("/other");
        Of(ToolNames.GetSandbox, """{"sandbox":"unknown"}""").Should().BeNull();
        Of(ToolNames.ReadLogs, "{}").Should().BeNull();
    }

    [Fact]
    public void ChangingCall_WithoutATree_IsForTheWorkspace()
    {
        Of(ToolNames.CreateSandbox, """{"name":"fix","worktree":"/other"}""");

        Of(ToolNames.DeleteSandbox, """{"sandbox":"fix"}""").Should().BeNull();
        Of(ToolNames.DeployFork, """{"sandbox":"fix"}""").Should().BeNull();
    }

    [Theory]
    [InlineData("""{"sandbox":"fix"}""")]
    [InlineData("""{"sandbox":"fix","worktree":"/third"}""")]
    public void NameOfTwoTrees_LeadsNowhere(string second)
    {
        Of(ToolNames.DeployFork, """{"sandbox":"fix","worktree":"/other"}""");
        Of(ToolNames.DeployFork, second);

        Of(ToolNames.GetSandbox, """{"sandbox":"fix"}""").Should().BeNull();
    }

    private string? Of(string tool, string arguments) => _trees.Of(tool, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments));
}
