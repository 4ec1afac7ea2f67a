using AgentSandbox.McpServer.UnitTests.Bridge;
using ModelContextProtocol.Client;

namespace AgentSandbox.McpServer.UnitTests.Http;

/// <summary>A tool must not work on for a client that cannot receive its result any more.</summary>
public sealed class EndedCallTests
{
    private readonly HostProbe _probe = new();

    [Fact]
    public async Task StatelessRequest_WhoseConnectionCloses_IsCancelled()
    {
        await using var host = await BridgeRig.StartHostAsync(_probe);
        await using var client = await ConnectAsync(host.Endpoint, "2026-07-28");
        using var cancel = new CancellationTokenSource();
        var call = WaitAsync(client, cancel.Token);
        await _probe.Started.Task.WaitAsync(BridgeRig.Timeout);

        await cancel.CancelAsync();

        await _probe.Cancelled.Task.WaitAsync(BridgeRig.Timeout);
        await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Session_ThatItsClientDeletes_CancelsItsCalls()
    {
        await using var host = await BridgeRig.StartHostAsync(_probe);
        var client = await ConnectAsync(host.Endpoint, "2025-11-25");
        var call = WaitAsync(client, CancellationToken.None);
        await _probe.Started.Task.WaitAsync(BridgeRig.Timeout);

        await client.DisposeAsync();

        await _probe.Cancelled.Task.WaitAsync(BridgeRig.Timeout);
        await FluentActions.Awaiting(() => call.WaitAsync(BridgeRig.Timeout)).Should().ThrowAsync<Exception>();
    }

    private static Task WaitAsync(McpClient client, CancellationToken cancellationToken) =>
        client.CallToolAsync("host_tool", new Dictionary<string, object?> { ["what"] = "wait" }, cancellationToken: cancellationToken).AsTask();

    private static Task<McpClient> ConnectAsync(Uri endpoint, string protocolVersion)
    {
        var options = new HttpClientTransportOptions
        {
            Endpoint = endpoint,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {BridgeRig.Token}" },
        };
        return McpClient.CreateAsync(new HttpClientTransport(options), new McpClientOptions { ProtocolVersion = protocolVersion });
    }
}
