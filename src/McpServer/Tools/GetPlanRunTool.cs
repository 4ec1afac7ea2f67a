using System.ComponentModel;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Output.Schemas;
using AgentSandbox.McpServer.Presentation.Runs;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.McpServer.Tools.Waiting;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Verification;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools;

/// <summary>The tool <c>get_plan_run</c>.</summary>
internal sealed class GetPlanRunTool(GetPlanRun getPlanRun, WaitProgressSource waits, ToolPresenter presenter, RunAnswers answers)
{
    [McpServerTool(Name = ToolNames.GetPlanRun, Title = "Get plan run", ReadOnly = true, OpenWorld = false, OutputSchemaType = typeof(RunSchema))]
    [Description("Shows a plan run, by default the newest; with step, all evidence of that step.")]
    public async Task<CallToolResult> ExecuteAsync(
        IProgress<ProgressNotificationValue> progress,
        CancellationToken cancellationToken,
        string sandbox,
        string? run = null,
        string? step = null,
        int? waitSeconds = null,
        int? maxBytes = null)
    {
        var notes = new List<string>();
        var budget = AnswerBudget.Clamp(maxBytes, notes);
        var id = SandboxId.Parse(sandbox);
        if (!id.IsSuccess)
        {
            return presenter.Present(id.Failure);
        }

        await using var wait = waits.Start(progress, $"Waiting for a run in sandbox {id.Value}.");
        var result = await getPlanRun.ExecuteAsync(id.Value, run, WaitTime.Clamp(waitSeconds, 0, notes), wait, cancellationToken);
        if (!result.IsSuccess)
        {
            return presenter.Present(result.Failure);
        }

        if (step is null)
        {
            return presenter.Present(budget, share => answers.Of(result.Value, notes, share));
        }

        var found = result.Value.Record.Steps.FirstOrDefault(candidate => candidate.Id == step);
        return found is null
            ? presenter.Present(NoSuchStep(step, result.Value.Record.Steps.Select(candidate => candidate.Id)))
            : presenter.Present(budget, share => answers.OfStep(result.Value, found, notes, share));
    }

    private static SandboxFailure NoSuchStep(string step, IEnumerable<string> steps) => new()
    {
        Code = FailureCodes.InvalidArguments,
        Category = FailureCategory.User,
        Message = "The run has no step of that name.",
        Hint = NearestName.Find(step, steps) is { } near ? $"Did you mean '{near}'?" : $"Its steps are: {string.Join(", ", steps.Take(20))}.",
    };
}
