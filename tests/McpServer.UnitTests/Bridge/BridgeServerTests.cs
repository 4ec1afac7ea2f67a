using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Bridge;
using AgentSandbox.McpServer.Http;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.UnitTests.Bridge;

public sealed class BridgeServerTests : IAsyncLifetime
{
    private readonly HostProbe _probe = new();
    private McpHttpHost _host = null!; // set by InitializeAsync

    public async Task InitializeAsync() => _host = await BridgeRig.StartHostAsync(_probe);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Listings_WithoutAnyHost_AreAnswered(string protocolVersion)
    {
        var connector = new ScriptedConnector(_ => throw new InvalidOperationException("no host may be asked for"));
        await using var rig = await BridgeRig.StartAsync(connector, new McpClientOptions { ProtocolVersion = protocolVersion });

        (await rig.Client.ListToolsAsync()).Select(t => t.Name).Should().Equal("host_tool");
        (await rig.Client.ListPromptsAsync()).Should().HaveCount(3);
        (await rig.Client.ListResourcesAsync()).Should().BeEmpty();
        (await rig.Client.GetPromptAsync("validate-change", new Dictionary<string, object?> { ["change"] = "x" })).Messages.Should().NotBeEmpty();
        rig.Client.ServerInstructions.Should().StartWith("Validate a change");
        connector.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task WrongArguments_AreRefusedWithoutAHost()
    {
        var connector = new ScriptedConnector(_ => throw new InvalidOperationException("no host may be asked for"));
        await using var rig = await BridgeRig.StartAsync(connector);

        var result = await rig.CallAsync("nonsense");

        BridgeRig.Text(result).Should().StartWith("invalid_arguments");
    }

    [Theory]
    [InlineData('x', 5_000_000)]
    [InlineData('ü', 1_000_000)]
    public async Task ArgumentsLargerThanAHostTakes_AreRefusedBeforeTheyAreSent(char character, int length)
    {
        await using var rig = await BridgeRig.StartAsync(ToHost());

        var result = await rig.CallAsync("who", new string(character, length));

        BridgeRig.Text(result).Should().StartWith("body_too_large").And.Contain("Nothing was done.");
        _probe.Calls.Should().Be(0);
    }

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2026-07-28")]
    public async Task Call_CarriesWorkspaceClientAndWorktree(string protocolVersion)
    {
        var connector = ToHost();
        await using var rig = await BridgeRig.StartAsync(connector, new McpClientOptions { ProtocolVersion = protocolVersion });

        var result = await rig.CallAsync("who", "/other/tree");

        BridgeRig.Text(result).Should().Be("/work/tree|test-client/7|/other/tree");
        connector.Asked.Single().Should().BeEquivalentTo(new BridgeCall { Name = "host_tool", Workspace = "/work/tree", Worktree = "/other/tree" });
    }

    [Fact]
    public async Task FirstRootOfTheClient_IsTheWorkspace_WhenNothingElseSaysIt()
    {
        var options = new McpClientOptions
        {
            ProtocolVersion = "2025-11-25",
            Handlers = new McpClientHandlers { RootsHandler = (_, _) => ValueTask.FromResult(new ListRootsResult { Roots = [new Root { Uri = "file:///the/root" }] }) },
        };
        await using var rig = await BridgeRig.StartAsync(ToHost(), options, new WorkspaceSources { CurrentDirectory = "/cwd" });

        BridgeRig.Text(await rig.CallAsync("who")).Should().StartWith("/the/root|");
    }

    [Fact]
    public async Task WorkingDirectory_IsTheWorkspace_OfAClientWithoutRoots()
    {
        await using var rig = await BridgeRig.StartAsync(ToHost(), sources: new WorkspaceSources { CurrentDirectory = "/cwd" });

        BridgeRig.Text(await rig.CallAsync("who")).Should().StartWith("/cwd|");
    }

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2026-07-28")]
    public async Task Progress_OfTheHost_ReachesTheCaller(string protocolVersion)
    {
        await using var rig = await BridgeRig.StartAsync(ToHost(), new McpClientOptions { ProtocolVersion = protocolVersion });
        var seen = new TaskCompletionSource<string?>();
        await using var registration = rig.Client.RegisterNotificationHandler(NotificationMethods.ProgressNotification, (notification, _) =>
        {
            seen.TrySetResult(notification.Params?.ToJsonString());
            return ValueTask.CompletedTask;
        });

        var result = await rig.Client.CallToolAsync(new CallToolRequestParams
        {
            Name = "host_tool",
            Arguments = new Dictionary<string, JsonElement> { ["what"] = JsonSerializer.SerializeToElement("progress") },
            Meta = new JsonObject { ["progressToken"] = "mine" },
        });

        BridgeRig.Text(result).Should().Be("done");
        (await seen.Task.WaitAsync(BridgeRig.Timeout)).Should().Contain("\"progressToken\":\"mine\"").And.Contain("half");
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Cancellation_ReachesTheHost(string protocolVersion)
    {
        await using var rig = await BridgeRig.StartAsync(ToHost(), new McpClientOptions { ProtocolVersion = protocolVersion });
        var id = new RequestId("to-cancel");
        var parameters = JsonSerializer.SerializeToNode(
            new CallToolRequestParams { Name = "host_tool", Arguments = new Dictionary<string, JsonElement> { ["what"] = JsonSerializer.SerializeToElement("wait") } },
            McpJsonUtilities.DefaultOptions);
        var call = rig.Client.SendRequestAsync(new JsonRpcRequest { Id = id, Method = RequestMethods.ToolsCall, Params = parameters });
        await _probe.Started.Task.WaitAsync(BridgeRig.Timeout);

        await rig.Client.SendNotificationAsync(NotificationMethods.CancelledNotification, new CancelledNotificationParams { RequestId = id });

        await _probe.Cancelled.Task.WaitAsync(BridgeRig.Timeout);
        BridgeRig.Text(await rig.CallAsync("who")).Should().StartWith("/work/tree");
        call.IsCompletedSuccessfully.Should().BeFalse();
    }

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Question_OfTheHost_IsAskedOfTheClient(string protocolVersion)
    {
        var options = new McpClientOptions
        {
            ProtocolVersion = protocolVersion,
            Handlers = new McpClientHandlers
            {
                ElicitationHandler = (request, _) => ValueTask.FromResult(new ElicitResult
                {
                    Action = "accept",
                    Content = new Dictionary<string, JsonElement> { ["sure"] = JsonSerializer.SerializeToElement($"yes to {request?.Message}") },
                }),
            },
        };
        await using var rig = await BridgeRig.StartAsync(ToHost(), options);

        BridgeRig.Text(await rig.CallAsync("ask")).Should().Be("accept yes to Sure?");
        _probe.Calls.Should().Be(1);
    }

    [Fact]
    public async Task ManyCallsAtOnce_EachGetTheirOwnAnswer()
    {
        await using var rig = await BridgeRig.StartAsync(ToHost());

        var texts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => BridgeRig.Text(await rig.CallAsync("who", $"/tree/{i}"))));

        texts.Should().Equal(Enumerable.Range(0, 20).Select(i => $"/work/tree|test-client/7|/tree/{i}"));
    }

    [Fact]
    public async Task HostThatMoved_IsLookedUpAgain_AndTheCallExecutedOnce()
    {
        await using var second = await BridgeRig.StartHostAsync(_probe);
        var first = BridgeRig.EndpointOf(_host);
        var connector = new ScriptedConnector(call => Task.FromResult(call.Failed is null && _probe.Calls < 2 ? first : BridgeRig.EndpointOf(second)));
        await using var rig = await BridgeRig.StartAsync(connector);
        await rig.CallAsync("who");
        await _host.DisposeAsync();

        var result = await rig.CallAsync("who");

        BridgeRig.Text(result).Should().StartWith("/work/tree");
        connector.Asked.Last().Failed.Should().Be(first);
        _probe.Calls.Should().Be(2);
    }

    [Fact]
    public async Task HostThatRestartedOnItsPort_GetsTheCallInANewSession()
    {
        var connector = ToHost();
        await using var rig = await BridgeRig.StartAsync(connector);
        await rig.CallAsync("who");
        await _host.DisposeAsync();
        _host = await BridgeRig.StartHostAsync(_probe, _host.Endpoint.Port);

        BridgeRig.Text(await rig.CallAsync("who")).Should().StartWith("/work/tree");
        _probe.Calls.Should().Be(2);
    }

    [Fact]
    public async Task HostWithANewToken_IsAskedForAgain()
    {
        await using var second = await BridgeRig.StartHostAsync(_probe, token: "new");
        var connector = new ScriptedConnector(call => Task.FromResult(BridgeRig.EndpointOf(second, call.Failed is null ? "old" : "new")));
        await using var rig = await BridgeRig.StartAsync(connector);

        BridgeRig.Text(await rig.CallAsync("who")).Should().StartWith("/work/tree");
        connector.Asked.Should().HaveCount(2);
    }

    [Fact]
    public async Task HostThatNeverAccepts_IsAToolError()
    {
        var connector = new ScriptedConnector(_ => Task.FromResult(BridgeRig.EndpointOf(_host, "wrong")));
        await using var rig = await BridgeRig.StartAsync(connector);

        var result = await rig.CallAsync("who");

        result.IsError.Should().BeTrue();
        BridgeRig.Text(result).Should().StartWith("host_unavailable: 'host_tool' was not executed").And.NotContain("wrong");
        _probe.Calls.Should().Be(0);
    }

    [Fact]
    public async Task HostThatIsLostDuringACall_IsAToolError_AndTheCallIsNotRepeated()
    {
        await using var rig = await BridgeRig.StartAsync(ToHost());
        var call = rig.CallAsync("wait");
        await _probe.Started.Task.WaitAsync(BridgeRig.Timeout);

        await _host.DisposeAsync();

        var result = await call;
        result.IsError.Should().BeTrue();
        BridgeRig.Text(result).Should().StartWith("host_lost: 'host_tool' has no result.");
        _probe.Calls.Should().Be(1);
    }

    [Fact]
    public async Task HostThatIsReplacedDuringACall_DoesNotGetTheCallAgain()
    {
        await using var rig = await BridgeRig.StartAsync(ToHost());
        var call = rig.CallAsync("wait");
        await _probe.Started.Task.WaitAsync(BridgeRig.Timeout);

        await _host.DisposeAsync();
        _host = await BridgeRig.StartHostAsync(_probe, _host.Endpoint.Port);

        BridgeRig.Text(await call).Should().StartWith("host_lost");
        _probe.Calls.Should().Be(1);
        BridgeRig.Text(await rig.CallAsync("who")).Should().StartWith("/work/tree");
    }

    [Fact]
    public async Task NoHost_IsTheConnectorsError()
    {
        await using var rig = await BridgeRig.StartAsync(new ScriptedConnector(_ => throw new HostUnavailableException("no_configuration", "There is none.", "Write one.")));

        BridgeRig.Text(await rig.CallAsync("who")).Should().Be("no_configuration: There is none.\nNext: Write one.");
    }

    private ScriptedConnector ToHost() => new(_ => Task.FromResult(BridgeRig.EndpointOf(_host)));
}
