using AgentSandbox.McpServer.Bridge.Upstream;
using AgentSandbox.McpServer.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Bridge;

/// <summary>
/// The MCP server that a client starts over stdio. It answers the handshake, discovery and all listings itself, so
/// that it starts fast and works without a host, and forwards only what must be executed.
/// </summary>
internal static class BridgeServer
{
    /// <summary>Serves standard input and output until the client closes them. Nothing else may write to standard output.</summary>
    public static Task RunStdioAsync(
        ServerPrimitives primitives, IHostConnector connector, WorkspaceSources sources, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        return RunAsync(new StdioServerTransport(ServerComposition.ServerName, loggerFactory), primitives, connector, sources, loggerFactory, cancellationToken);
    }

    /// <summary>Serves a transport until it ends.</summary>
    public static async Task RunAsync(
        ITransport transport,
        ServerPrimitives primitives,
        IHostConnector connector,
        WorkspaceSources sources,
        ILoggerFactory loggerFactory,
        CancellationToken cancellationToken)
    {
        await using var pool = new UpstreamPool(loggerFactory);
        var workspace = new WorkspaceResolver(sources);
        var forwarder = new CallForwarder(connector, workspace, pool, loggerFactory.CreateLogger<CallForwarder>());
        var trees = new SandboxTrees();
        var options = ServerComposition.Create(primitives with
        {
            Tools = [.. primitives.Tools.Select(tool => new ForwardingTool(tool, forwarder, trees))],
            Resources = [.. primitives.Resources.Select(resource => new ForwardingResource(resource, forwarder))],
            Complete = null,
        });
        options.Handlers.NotificationHandlers =
        [
            KeyValuePair.Create<string, Func<JsonRpcNotification, CancellationToken, ValueTask>>(
                NotificationMethods.RootsListChangedNotification,
                (_, _) =>
                {
                    workspace.RootsChanged();
                    return ValueTask.CompletedTask;
                }),
        ];

        // The bridge creates no tool, so no tool asks for a service; the filters want the log.
        await using var services = new ServiceCollection().AddSingleton(loggerFactory).BuildServiceProvider();
        await using (transport)
        await using (var server = SdkServer.Create(transport, options, loggerFactory, services))
        {
            await server.RunAsync(cancellationToken);
        }
    }
}
