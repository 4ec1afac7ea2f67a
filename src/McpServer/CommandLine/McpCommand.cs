using System.CommandLine;
using AgentSandbox.McpServer.Bridge;
using AgentSandbox.McpServer.Hosting.Connecting;
using AgentSandbox.McpServer.Protocol;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary><c>agent-sandbox mcp</c>: serves MCP on standard input and output.</summary>
internal static class McpCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("mcp", "Serve MCP on standard input and output; this is what MCP clients start.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var logs = ErrorLog.Create(context.Terminal);
            var connector = new HostConnector(context.Control, logs.CreateLogger<HostConnector>());
            await BridgeServer.RunStdioAsync(
                ServerPrimitives.Product, connector, WorkspaceSources.FromEnvironment(parsed.GetValue(context.Workspace)), logs, cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }
}
