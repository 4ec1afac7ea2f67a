using System.CommandLine;
using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.McpServer.CommandLine.Verbs;

/// <summary>The friendly verbs: each is one tool, with the arguments that one types most without a name.</summary>
internal static class VerbCommands
{
    public static IReadOnlyList<Verb> All { get; } =
    [
        new("services", ToolNames.ListServices, "List the services of the baseline.", [], ["query"]),
        new("create", ToolNames.CreateSandbox, "Create a sandbox, or change one.", [], ["name"]),
        new("deploy", ToolNames.DeployFork, "Build and start forks of changed services from the working tree.", ["sandbox"], ["services"]) { FollowUp = FollowUps.UntilDeployed },
        new("get", ToolNames.GetSandbox, "Tell the state of a sandbox.", ["sandbox"], []) { Aliases = ["status"] },
        new("list", ToolNames.ListSandboxes, "List sandboxes.", [], ["query"]),
        new("request", ToolNames.SendRoutedRequest, "Send a request with the sandbox's key and prove who answered.", ["sandbox", "service", "path"], []) { FollowUp = FollowUps.UntilBaselineRuns },
        new("propagation", ToolNames.CheckPropagation, "Find out by probes which service does not pass the key on.", ["service"], ["path"]) { FollowUp = FollowUps.UntilBaselineRuns },
        new("logs", ToolNames.ReadLogs, "Read the output of a fork, or of a service of the baseline.", [], ["sandbox", "services"]),
        new("group", ToolNames.SetRouteGroup, "Put several sandboxes under one key, or show which are.", ["name"], ["sandboxes"]),
        new("delete", ToolNames.DeleteSandbox, "Delete a sandbox, or one fork of it.", ["sandbox"], ["service"]),
    ];

    public static IEnumerable<Command> Create(CommandContext context) => All.Select(verb => verb.ToCommand(context));
}
