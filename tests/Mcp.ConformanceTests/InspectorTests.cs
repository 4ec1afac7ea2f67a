using AgentSandbox.Mcp.Fixture;

namespace AgentSandbox.Mcp.ConformanceTests;

/// <summary>The MCP Inspector's command line understands our endpoint.</summary>
public sealed class InspectorTests
{
    [NpmFact]
    public async Task ToolsList_OverHttp_IsUnderstood()
    {
        await using var fixture = await FixtureHost.StartAsync(FixturePrimitives.All, 0, CancellationToken.None);

        var (exitCode, output, error) = await NpmTool.Inspector.RunAsync(
            ["--cli", fixture.Endpoint.ToString(), "--transport", "http", "--method", "tools/list"], TimeSpan.FromMinutes(1));

        exitCode.Should().Be(0, error);
        output.Should().Contain("test_simple_text");
    }
}
