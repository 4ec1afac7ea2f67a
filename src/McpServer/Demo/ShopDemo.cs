using AgentSandbox.McpServer.CommandLine;
namespace AgentSandbox.McpServer.Demo;
internal static class ShopDemo
{
    public static Task<int> RunAsync(CommandContext context, bool keep, bool json, CancellationToken cancellationToken) => Task.FromResult(0);
}
