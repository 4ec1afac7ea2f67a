using System.CommandLine;
using AgentSandbox.McpServer.Demo;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary><c>agent-sandbox demo</c>: the whole loop on a real application, told as a story.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandContext context)
    {
        var keep = new Option<bool>("--keep") { Description = "Leave everything running at the end, and say how to connect a client to it." };
        var command = new Command("demo", "See the whole loop on a small shop of six services: deploy a change, prove it, break it, read why, delete it.") { keep };
        command.SetAction((parsed, cancellationToken) => ShopDemo.RunAsync(context, parsed.GetValue(keep), parsed.GetValue(context.Json), cancellationToken));
        return command;
    }
}
