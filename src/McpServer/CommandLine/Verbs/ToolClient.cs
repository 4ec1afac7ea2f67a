using System.IO.Pipelines;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Bridge;
using AgentSandbox.McpServer.Hosting.Connecting;
using AgentSandbox.McpServer.Protocol;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.CommandLine.Verbs;

/// <summary>
/// An MCP client with a bridge of its own in this process: a verb of the command line takes exactly the way of an
/// agent's call, from the check of its arguments to the start of the host.
/// </summary>
internal sealed class ToolClient : IAsyncDisposable
{
    private readonly McpClient _client;
    private readonly PipeWriter _toBridge;
    private readonly Task _bridge;

    private ToolClient(McpClient client, PipeWriter toBridge, Task bridge) => (_client, _toBridge, _bridge) = (client, toBridge, bridge);

    public static async Task<ToolClient> ConnectAsync(HostControl control, string workspace, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var (toServer, toClient) = (new Pipe(), new Pipe());
        var transport = new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream(), ServerComposition.ServerName, logs);
        var sources = new WorkspaceSources { Option = workspace, CurrentDirectory = workspace };
        var bridge = BridgeServer.RunAsync(
            transport, ServerPrimitives.Product, new HostConnector(control, logs.CreateLogger<HostConnector>()), sources, logs, CancellationToken.None);
        var client = await McpClient.CreateAsync(
            new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream(), logs),
            new McpClientOptions { ClientInfo = new Implementation { Name = "agent-sandbox command line", Version = ServerComposition.Version } },
            logs,
            cancellationToken);
        return new ToolClient(client, toServer.Writer, bridge);
    }

    public async Task<CallToolResult> CallAsync(
        string tool, JsonObject arguments, IProgress<ProgressNotificationValue> progress, CancellationToken cancellationToken)
    {
        var values = arguments.ToDictionary(pair => pair.Key, object? (pair) => pair.Value);
        return await _client.CallToolAsync(tool, values, progress, cancellationToken: cancellationToken);
    }

    /// <summary>Reads the text of a resource.</summary>
    public async Task<string> ReadAsync(string uri, CancellationToken cancellationToken)
    {
        var result = await _client.ReadResourceAsync(uri, cancellationToken: cancellationToken);
        return string.Concat(result.Contents.OfType<TextResourceContents>().Select(content => content.Text));
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();

        // The SDK leaves the stream open, and the bridge serves until its input ends.
        await _toBridge.CompleteAsync();
        await _bridge.WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
