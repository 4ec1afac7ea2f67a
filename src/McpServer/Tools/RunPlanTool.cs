using System.ComponentModel;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Output.Schemas;
using AgentSandbox.McpServer.Presentation.Runs;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.McpServer.Tools.Waiting;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Verification;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools;

/// <summary>The tool <c>run_plan</c>.</summary>
internal sealed class RunPlanTool(RunPlan runPlan, ListPlans listPlans, CallerSource callers, WaitProgressSource waits, ToolPresenter presenter, RunAnswers answers)
{
    [McpServerTool(
        Name = ToolNames.RunPlan, Title = "Run plan", ReadOnly = false, Destructive = false, Idempotent = false, OpenWorld = false,
        OutputSchemaType = typeof(RunSchema))]
    [Description("Runs a plan of checks against a sandbox; ends in one verdict: pass, fail or inconclusive. Without plan and inline: lists the plans of your tree.")]
    public async Task<CallToolResult> ExecuteAsync(
        RequestContext<CallToolRequestParams> context,
        IProgress<ProgressNotificationValue> progress,
        CancellationToken cancellationToken,
        string sandbox,
        [Description("Name below plans/.")] string? plan = null,
        [Description("A plan as YAML.")] string? inline = null,
        IReadOnlyDictionary<string, string>? parameters = null,
        string? worktree = null,
        int? waitSeconds = null)
    {
        var notes = new List<string>();
        var id = SandboxId.Parse(sandbox);
        if (!id.IsSuccess)
        {
            return presenter.Present(id.Failure);
        }

        var caller = await callers.ResolveAsync(context, worktree, cancellationToken);
        if (!caller.IsSuccess)
        {
            return presenter.Present(caller.Failure);
        }

        if (plan is null && inline is null)
        {
            var plans = await listPlans.ExecuteAsync(caller.Value.Owner.Tree, cancellationToken);
            return presenter.Present(AnswerBudget.Default, share => answers.OfPlans(caller.Value.Owner.Tree, plans, share));
        }

        var request = new RunPlanRequest
        {
            Caller = caller.Value,
            Sandbox = id.Value,
            Plan = plan,
            Inline = inline,
            Parameters = parameters ?? new Dictionary<string, string>(),
            Wait = WaitTime.Clamp(waitSeconds, WaitTime.DefaultSeconds, notes),
        };
        await using var wait = waits.Start(progress, $"Reading the plan for sandbox {id.Value}.");
        var result = await runPlan.ExecuteAsync(request, wait, cancellationToken);
        return result.IsSuccess
            ? presenter.Present(AnswerBudget.Default, share => answers.Of(result.Value, notes, share))
            : presenter.Present(result.Failure);
    }
}
