using System.IO.Pipelines;
using AgentSandbox.McpServer.Bridge;
using AgentSandbox.McpServer.Http;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.McpServer.Protocol.Prompts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.UnitTests.Bridge;

/// <summary>A client, the bridge, and hosts: real servers over pipes and loopback HTTP.</summary>
internal sealed class BridgeRig : IAsyncDisposable
{
    public const string Token = "t0ken";

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private static readonly ServerPrimitives s_primitives = new() { Tools = [ToolFactory.Create<HostTool>()], Prompts = MarkdownPrompts.All };

    private readonly CancellationTokenSource _stop = new();
    private Task _bridge = Task.CompletedTask;

    public McpClient Client { get; private set; } = null!; // set by StartAsync, the only way to get a rig

    public static async Task<BridgeRig> StartAsync(IHostConnector connector, McpClientOptions? options = null, WorkspaceSources? sources = null)
    {
        var rig = new BridgeRig();
        var toBridge = new Pipe();
        var toClient = new Pipe();
        rig._bridge = BridgeServer.RunAsync(
            new StreamServerTransport(toBridge.Reader.AsStream(), toClient.Writer.AsStream()),
            s_primitives,
            connector,
            sources ?? new WorkspaceSources { Option = "/work/tree", CurrentDirectory = "/" },
            NullLoggerFactory.Instance,
            rig._stop.Token);
        options ??= new McpClientOptions();
        options.ClientInfo = new Implementation { Name = "test-client", Version = "7" };
        rig.Client = await McpClient.CreateAsync(
            new StreamClientTransport(toBridge.Writer.AsStream(), toClient.Reader.AsStream()), options);
        return rig;
    }

    public static Task<McpHttpHost> StartHostAsync(HostProbe probe, int port = 0, string token = Token) => McpHttpHost.StartAsync(
        port, s_primitives, new McpHttpOptions { Token = token }, services => services.AddSingleton(probe), null, CancellationToken.None);

    public static HostEndpoint EndpointOf(McpHttpHost host, string token = Token) => new(host.Endpoint, token);

    public async Task<CallToolResult> CallAsync(string what, string? worktree = null, CancellationToken cancellationToken = default) =>
        await Client.CallToolAsync(
            "host_tool", new Dictionary<string, object?> { ["what"] = what, ["worktree"] = worktree }, cancellationToken: cancellationToken)
            .AsTask().WaitAsync(Timeout, CancellationToken.None);

    public static string Text(CallToolResult result) => result.Content.OfType<TextContentBlock>().Single().Text;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _stop.CancelAsync();
        try
        {
            await _bridge.WaitAsync(Timeout);
        }
        catch (OperationCanceledException)
        {
            // How the bridge ends when it is told to.
        }
    }
}
