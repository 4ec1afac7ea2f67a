using System.Text.Json;
using AgentSandbox.TestKit.Product;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.FunctionalTests.Product;

/// <summary>An agent: the SDK's own client over one connection.</summary>
internal sealed class Agent(McpClient client) : IAsyncDisposable
{
    public McpClient Client => client;

    public static async Task<Agent> OverStdioAsync(ProductHost host, string tree, string? protocolVersion = null) => new(await McpClient.CreateAsync(
        new StdioClientTransport(new StdioClientTransportOptions
        {
            Name = "agent-sandbox",
            Command = "dotnet",
            Arguments = [ProductFiles.Assembly, "mcp", "--workspace", tree],
            EnvironmentVariables = new Dictionary<string, string?>(host.Environment),
        }),
        Options(protocolVersion)));

    public static async Task<Agent> OverHttpAsync(ProductHost host, string? protocolVersion = null) => new(await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = host.Endpoint,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {host.Token}" },
        }),
        Options(protocolVersion)));

    public Task<CallToolResult> CallAsync(string tool, object arguments)
    {
        var values = JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(property => property.Name, object? (property) => property.Value);
        return client.CallToolAsync(tool, values).AsTask();
    }

    /// <summary>Calls a tool that has to succeed, and returns its structure.</summary>
    public async Task<JsonElement> OkAsync(string tool, object arguments)
    {
        var result = await CallAsync(tool, arguments);
        result.IsError.Should().NotBe(true, Text(result));
        return result.StructuredContent!.Value;
    }

    /// <summary>Calls a tool that has to fail, and returns the code of the failure.</summary>
    public async Task<string> FailAsync(string tool, object arguments)
    {
        var result = await CallAsync(tool, arguments);
        result.IsError.Should().Be(true, Text(result));
        return result.StructuredContent!.Value.GetProperty("error").GetProperty("code").GetString()!;
    }

    public static string Text(CallToolResult result) => string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    // The SDK's few seconds for the first answer are too short for twenty processes that start on two cores at once.
    private static McpClientOptions Options(string? protocolVersion) => new()
    {
        ProtocolVersion = protocolVersion,
        DiscoverProbeTimeout = TestTimeouts.Default,
        InitializationTimeout = TestTimeouts.Default,
    };

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
