using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.McpServer.UnitTests.Protocol;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.UnitTests.Tools;

/// <summary>
/// The tools as every agent reads them. After a wanted change, run the tests once with <c>UPDATE_GOLDEN=1</c> and
/// look at the difference of <c>tool-list.json</c> and of <c>docs/reference/tools.md</c>.
/// </summary>
public sealed class ToolListTests
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] s_loop =
    [
        ToolNames.ListServices, ToolNames.CreateSandbox, ToolNames.DeployFork, ToolNames.GetSandbox,
        ToolNames.ListSandboxes, ToolNames.SendRoutedRequest, ToolNames.ReadLogs, ToolNames.DeleteSandbox,
    ];

    [Fact]
    public void List_HoldsTheNamesOfTheConstants_AndNothingElse() =>
        ToolRegistry.All.Select(tool => tool.ProtocolTool.Name).Should().Equal(ToolNames.All);

    [Fact]
    public void List_StaysUnderItsShareOfTheContext()
    {
        // A little below the promise: there must be room for what a version of the protocol adds to the message.
        Size(ToolRegistry.All).Should().BeLessThan(11_900);
        Size(ToolRegistry.All.Where(tool => s_loop.Contains(tool.ProtocolTool.Name))).Should().BeLessThan(8_900);
    }

    [Fact]
    public void List_EqualsTheGoldenFile() =>
        GoldenFile.Check("tests/McpServer.UnitTests/Tools/tool-list.json", Golden());

    [Fact]
    public void Reference_EqualsTheList() =>
        GoldenFile.Check("docs/reference/tools.md", ToolsReference.Render(ToolRegistry.All.Select(tool => tool.ProtocolTool)));

    [Fact]
    public void EveryTool_HasTitleAnnotationsAndBothSchemas()
    {
        foreach (var tool in ToolRegistry.All.Select(tool => tool.ProtocolTool))
        {
            tool.Title.Should().NotBeNullOrEmpty(tool.Name);
            tool.Description.Should().NotBeNullOrEmpty(tool.Name);
            tool.Annotations?.ReadOnlyHint.Should().NotBeNull(tool.Name);
            tool.Annotations?.OpenWorldHint.Should().NotBeNull(tool.Name);
            tool.OutputSchema.Should().NotBeNull(tool.Name);
            tool.OutputSchema?.TryGetProperty("required", out _).Should().BeFalse("a failure of {0} has none of the members of success", tool.Name);
        }
    }

    [Fact]
    public async Task List_OverAConnection_IsTheRegistrysList()
    {
        await using var server = await PipedServer.StartAsync(ServerPrimitives.Product);

        var tools = await server.Client.ListToolsAsync();

        tools.Select(tool => tool.Name).Should().BeEquivalentTo(ToolNames.All);
    }

    [Fact]
    public void Instructions_SayTheLoopFirst_AndStayShort()
    {
        ServerInstructions.Text.Length.Should().BeLessThan(2000);
        var first = ServerInstructions.Text[..512];
        foreach (var tool in new[] { ToolNames.DeployFork, ToolNames.SendRoutedRequest, ToolNames.ReadLogs, ToolNames.DeleteSandbox, ToolNames.CreateSandbox, ToolNames.ListServices })
        {
            first.Should().Contain(tool);
        }
    }

    private static string Golden()
    {
        var tools = ToolRegistry.All.Select(tool => JsonSerializer.SerializeToNode(tool.ProtocolTool, McpJsonUtilities.DefaultOptions));
        return JsonSerializer.Serialize(tools, s_readable) + "\n";
    }

    /// <summary>The message as it goes over the wire, with cache hints, and in which the SDK escapes quotes.</summary>
    private static int Size(IEnumerable<McpServerTool> tools)
    {
        var result = new ListToolsResult
        {
            Tools = [.. tools.Select(tool => tool.ProtocolTool)],
            TimeToLive = TimeSpan.FromMinutes(10),
            CacheScope = CacheScope.Public,
        };
        var response = new JsonRpcResponse { Id = new RequestId(1), Result = JsonSerializer.SerializeToNode(result, McpJsonUtilities.DefaultOptions) };
        return Encoding.UTF8.GetByteCount(JsonSerializer.Serialize<JsonRpcMessage>(response, McpJsonUtilities.DefaultOptions));
    }
}
