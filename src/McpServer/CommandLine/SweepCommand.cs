using System.CommandLine;
using AgentSandbox.McpServer.Hosting;
using AgentSandbox.McpServer.Hosting.State;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary><c>agent-sandbox sweep</c>: removes what no sandbox owns.</summary>
internal static class SweepCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("sweep", "Remove processes and directories that belong to no sandbox, and name them.");
        command.SetAction((parsed, cancellationToken) => context.RunAsync(
            parsed,
            (control, location) => control.AskAsync(location, HostPaths.Sweep, HostJson.Default.StringArray, cancellationToken),
            HostJson.Default.StringArray,
            removed => removed.Length == 0
                ? "Nothing was left over."
                : $"Removed {removed.Length}:\n{string.Join('\n', removed.Select(name => "  " + name))}",
            cancellationToken));
        return command;
    }
}
