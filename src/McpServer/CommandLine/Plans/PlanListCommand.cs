using System.CommandLine;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Plans.Reading;

namespace AgentSandbox.McpServer.CommandLine.Plans;

/// <summary><c>agent-sandbox plan list</c>: the plans of the working tree with their purposes; needs no host.</summary>
internal static class PlanListCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("list", "List the plans of the working tree with their purposes.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var tree = await PlanTree.FindAsync(context, parsed, cancellationToken);
            var plans = await PlanCatalog.ListAsync(tree.Root, tree.Folder, tree.Services, cancellationToken);
            context.Terminal.Output.WriteLine(parsed.GetValue(context.Json) ? Json(plans) : Text(plans, tree.Folder));
            return ExitCodes.Success;
        });
        return command;
    }

    private static string Json(IReadOnlyList<PlanSummary> plans) => new JsonArray([.. plans.Select(JsonNode? (plan) => new JsonObject
    {
        ["name"] = plan.Name,
        ["file"] = plan.File,
        ["purpose"] = plan.Purpose,
        ["steps"] = plan.Steps,
        ["parameters"] = new JsonArray([.. plan.Parameters.Select(parameter => (JsonNode?)parameter.Name)]),
        ["problems"] = new JsonArray([.. plan.Problems.Select(problem => (JsonNode?)problem.Format(plan.File))]),
    })]).ToJsonString();

    private static string Text(IReadOnlyList<PlanSummary> plans, string folder) => plans.Count == 0
        ? $"There are no plans in {folder}/."
        : string.Join('\n', plans.Select(plan => plan.Problems.Count == 0
            ? $"{plan.Name}: {plan.Purpose}{Parameters(plan)}"
            : $"{plan.Name}: broken, see: agent-sandbox plan check {plan.File}"));

    private static string Parameters(PlanSummary plan) =>
        plan.Parameters.Count == 0 ? string.Empty : $" ({string.Join(", ", plan.Parameters.Select(parameter => parameter.Default is null ? parameter.Name : $"{parameter.Name}={parameter.Default}"))})";
}
