using System.Text.Json;
using AgentSandbox.McpServer.Protocol;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.UnitTests.Protocol;

public sealed class ToolFactoryTests
{
    private static readonly ServerPrimitives s_primitives = new() { Tools = [ToolFactory.Create<SampleTool>()] };

    [Fact]
    public void Schema_OfNullableParameters_HasNoNullTypesDefaultsOrTitles()
    {
        var tool = s_primitives.Tools[0].ProtocolTool;

        var schema = tool.InputSchema.GetRawText() + tool.OutputSchema?.GetRawText();

        schema.Should().NotContain("null").And.NotContain("\"title\"").And.NotContain("$schema");
        tool.Title.Should().Be("A sample");
        tool.Annotations?.Title.Should().BeNull();
    }

    [Fact]
    public void Arguments_AreSnakeCase_AndOnlyThoseWithoutDefaultAreRequired()
    {
        var schema = s_primitives.Tools[0].ProtocolTool.InputSchema;

        schema.GetProperty("properties").EnumerateObject().Select(p => p.Name)
            .Should().Equal("sandbox_name", "wait_seconds", "colour", "services", "point", "take_over");
        schema.GetProperty("required").EnumerateArray().Select(r => r.GetString()).Should().Equal("sandbox_name");
        schema.GetProperty("properties").GetProperty("colour").GetProperty("enum").EnumerateArray().Select(e => e.GetString())
            .Should().Equal("dark_blue", "red");
        schema.GetProperty("properties").GetProperty("wait_seconds").GetProperty("maximum").GetInt32().Should().Be(25);
        schema.GetProperty("properties").GetProperty("point").GetProperty("properties").EnumerateObject().Select(p => p.Name)
            .Should().Equal("x_value", "y_value");
    }

    [Fact]
    public void OutputSchema_NullableMember_IsNotRequired()
    {
        var schema = s_primitives.Tools[0].ProtocolTool.OutputSchema ?? default;

        schema.GetProperty("required").EnumerateArray().Select(r => r.GetString()).Should().Contain("sandbox_name").And.NotContain("wait_seconds");
    }

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Call_WithEveryKindOfArgument_ReachesTheTool(string protocolVersion)
    {
        await using var server = await PipedServer.StartAsync(s_primitives, protocolVersion);

        var result = await server.Client.CallToolAsync("sample_tool", new Dictionary<string, object?>
        {
            ["sandbox_name"] = "a",
            ["wait_seconds"] = "7",
            ["colour"] = "dark_blue",
            ["services"] = new[] { "x", "y" },
            ["point"] = new Dictionary<string, object?> { ["x_value"] = 1, ["y_value"] = 2 },
            ["take_over"] = true,
        });

        result.IsError.Should().NotBe(true, Text(result));
        result.StructuredContent?.GetRawText().Should().Be(
            """{"sandbox_name":"a!","wait_seconds":7,"colour":"dark_blue","services":["x","y"],"y":2,"take_over":true}""");
    }

    [Fact]
    public async Task Call_WithNullForOptionalArguments_TreatsThemAsAbsent()
    {
        await using var server = await PipedServer.StartAsync(s_primitives);

        var result = await server.Client.CallToolAsync(
            "sample_tool", new Dictionary<string, object?> { ["sandbox_name"] = "a", ["take_over"] = null, ["colour"] = null });

        result.StructuredContent?.GetRawText().Should().Be("""{"sandbox_name":"a!","take_over":false}""");
    }

    [Fact]
    public async Task UnexpectedException_ShowsACorrelationId_AndNotTheInnerText()
    {
        await using var server = await PipedServer.StartAsync(s_primitives);

        var result = await server.Client.CallToolAsync("sample_tool", new Dictionary<string, object?> { ["sandbox_name"] = "throw" });

        result.IsError.Should().BeTrue();
        Text(result).Should().MatchRegex("^internal_error: .*correlation id [0-9a-f]{12}").And.NotContain("inner secret");
        Code(result).Should().Be("internal_error");
    }

    [Fact]
    public async Task WrongArguments_AreAllNamedAtOnce()
    {
        await using var server = await PipedServer.StartAsync(s_primitives);

        var result = await server.Client.CallToolAsync("sample_tool", new Dictionary<string, object?>
        {
            ["waitSeconds"] = 3,
            ["wait_seconds"] = 99,
            ["colour"] = "green",
            ["services"] = "orders",
            ["point"] = new Dictionary<string, object?> { ["x_valu"] = 1 },
        });

        result.IsError.Should().BeTrue();
        Code(result).Should().Be("invalid_arguments");
        Text(result).Should().Contain("Missing required argument 'sandbox_name' (Name of the sandbox)")
            .And.Contain("Unknown argument 'waitSeconds'; did you mean 'wait_seconds'?")
            .And.Contain("'wait_seconds' must be at most 25, not 99")
            .And.Contain("'colour' must be one of dark_blue, red, not the string \"green\"")
            .And.Contain("'services' must be an array, not the string \"orders\"")
            .And.Contain("Unknown argument 'point.x_valu'; did you mean 'point.x_value'?");
    }

    [Fact]
    public async Task UnknownTool_NamesTheNearestOne()
    {
        await using var server = await PipedServer.StartAsync(s_primitives);

        var call = () => server.Client.CallToolAsync("sample-tol").AsTask();

        (await call.Should().ThrowAsync<ModelContextProtocol.McpProtocolException>()).Which.Message.Should().Contain("Did you mean 'sample_tool'?");
    }

    private static string Text(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(t => t.Text));

    private static string? Code(CallToolResult result) =>
        result.StructuredContent?.GetProperty("error").GetProperty("code").GetString();
}
