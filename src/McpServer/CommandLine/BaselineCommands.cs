using System.CommandLine;
using AgentSandbox.McpServer.CommandLine.Verbs;
using AgentSandbox.McpServer.Hosting;
using AgentSandbox.McpServer.Hosting.State;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Engines;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary><c>agent-sandbox baseline …</c>: the environment that runs trunk.</summary>
internal static class BaselineCommands
{
    public static Command Create(CommandContext context) => new("baseline", "Look at, update or stop the environment that runs trunk.")
    {
        Status(context),
        Work(context, "update", "Move the baseline to where trunk points now; services that ran are started again.", HostPaths.BaselineUpdate, Describe),
        Work(context, "stop", "Stop the services of the baseline; they start again when they are needed.", HostPaths.BaselineStop, _ => "The baseline's services have been stopped."),
    };

    private static Command Status(CommandContext context)
    {
        var command = new Command("status", "Say what the baseline runs and how its services are.");
        command.SetAction((parsed, cancellationToken) =>
            new ToolCall(ToolNames.ListServices, []) { Output = parsed.GetValue(context.Json) ? ToolOutput.Structure : ToolOutput.Text }
                .RunAsync(context, context.WorkspaceOf(parsed), cancellationToken));
        return command;
    }

    private static Command Work(CommandContext context, string name, string description, string path, Func<BaselineInfo, string> text)
    {
        var command = new Command(name, description);
        command.SetAction((parsed, cancellationToken) => context.RunAsync(
            parsed,
            (control, location) => control.AskAsync(location, path, HostJson.Default.BaselineInfo, cancellationToken),
            HostJson.Default.BaselineInfo,
            text,
            cancellationToken));
        return command;
    }

    private static string Describe(BaselineInfo baseline) => baseline.Commit is null
        ? $"The baseline runs the working directory {baseline.Directory}."
        : $"The baseline runs {baseline.Trunk} at {baseline.Commit[..Math.Min(10, baseline.Commit.Length)]}.";
}
