using System.CommandLine;

namespace AgentSandbox.McpServer.CommandLine.Plans;

/// <summary><c>agent-sandbox plan …</c>: checks of a sandbox that end in one verdict.</summary>
internal static class PlanCommands
{
    public static Command Create(CommandContext context) => new("plan", "Check, list and run plans.")
    {
        PlanRunCommand.Create(context),
        PlanListCommand.Create(context),
        PlanCheckCommand.Create(context),
    };
}
