using AgentSandbox.McpServer.Hosting;
using AgentSandbox.McpServer.Protocol;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.Demo;

/// <summary>The agent of the story: an MCP client with a server of its own over standard input and output, as any client has it.</summary>
internal sealed class DemoClient : IAsyncDisposable
{
    private readonly McpClient _client;

    private DemoClient(McpClient client) => _client = client;

    public string Server => $"{_client.ServerInfo?.Name} {_client.ServerInfo?.Version}";

    public static async Task<DemoClient> ConnectAsync(HostExecutable executable, DemoPlace place, CancellationToken cancellationToken)
    {
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Name = "demo",
            Command = executable.FileName,
            Arguments = [.. executable.Arguments, "mcp", "--workspace", place.Shop],
            WorkingDirectory = place.Shop,
            EnvironmentVariables = new Dictionary<string, string?>(place.Environment),
        });
        var options = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "demo", Version = ServerComposition.Version },

            // On a busy machine a new process is not there within the SDK's few seconds, and its second try is refused.
            DiscoverProbeTimeout = TimeSpan.FromMinutes(1),
            InitializationTimeout = TimeSpan.FromMinutes(2),
        };
        return new DemoClient(await McpClient.CreateAsync(transport, options, cancellationToken: cancellationToken));
    }

    public async Task<IReadOnlyList<string>> ToolsAsync(CancellationToken cancellationToken) =>
        [.. (await _client.ListToolsAsync(cancellationToken: cancellationToken)).Select(tool => tool.Name)];

    public async Task<ToolAnswer> CallAsync(
        string tool, Dictionary<string, object?> arguments, Action<string> progress, CancellationToken cancellationToken)
    {
        var result = await _client.CallToolAsync(tool, arguments, new Relay(progress), cancellationToken: cancellationToken);
        return new ToolAnswer(tool, result);
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private sealed class Relay(Action<string> show) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value)
        {
            if (value.Message is { Length: > 0 } message)
            {
                show(message);
            }
        }
    }
}
