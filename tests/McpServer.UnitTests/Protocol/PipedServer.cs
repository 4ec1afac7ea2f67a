using System.IO.Pipelines;
using AgentSandbox.McpServer.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using SdkServer = ModelContextProtocol.Server.McpServer;

namespace AgentSandbox.McpServer.UnitTests.Protocol;

/// <summary>A composed server and the SDK's own client over two pipes, without process or port.</summary>
internal sealed class PipedServer : IAsyncDisposable
{
    private readonly SdkServer _server;
    private readonly Task _run;

    private PipedServer(SdkServer server, Task run, McpClient client)
    {
        _server = server;
        _run = run;
        Client = client;
    }

    public McpClient Client { get; }

    public static async Task<PipedServer> StartAsync(ServerPrimitives primitives, string? protocolVersion = null)
    {
        return await StartAsync(ServerComposition.Create(primitives), new McpClientOptions { ProtocolVersion = protocolVersion });
    }

    public static async Task<PipedServer> StartAsync(McpServerOptions serverOptions, McpClientOptions clientOptions)
    {
        var toServer = new Pipe();
        var toClient = new Pipe();
        var services = new ServiceCollection().AddSingleton(new SampleDependency("!")).BuildServiceProvider();
        var server = SdkServer.Create(
            new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream()), serverOptions, NullLoggerFactory.Instance, services);
        var transport = new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream());
        var run = server.RunAsync();
        return new PipedServer(server, run, await McpClient.CreateAsync(transport, clientOptions));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _server.DisposeAsync();
        await _run;
    }
}
