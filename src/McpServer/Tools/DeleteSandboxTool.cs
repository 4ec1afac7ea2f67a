using System.ComponentModel;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.McpServer.Tools.Waiting;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Deleting;
using AgentSandbox.Orchestration.UseCases;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools;

/// <summary>The tool <c>delete_sandbox</c>.</summary>
internal sealed class DeleteSandboxTool(DeleteSandbox deleteSandbox, CallerSource callers, WaitProgressSource waits, ToolPresenter presenter, DeletionAnswers answers)
{
    [McpServerTool(
        Name = ToolNames.DeleteSandbox, Title = "Delete sandbox", ReadOnly = false, Destructive = true, Idempotent = true, OpenWorld = false,
        OutputSchemaType = typeof(DeletionOutput))]
    [Description("Deletes a sandbox with all its forks, or one fork of it. Call it when your change is validated.")]
    public async Task<CallToolResult> ExecuteAsync(
        RequestContext<CallToolRequestParams> context,
        IProgress<ProgressNotificationValue> progress,
        CancellationToken cancellationToken,
        string sandbox,
        [Description("Only the fork of this service.")] string? service = null,
        string? worktree = null,
        int? waitSeconds = null,
        bool? takeOver = null)
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

        var request = new DeleteSandboxRequest
        {
            Caller = caller.Value,
            Sandbox = id.Value,
            Service = service,
            Wait = WaitTime.Clamp(waitSeconds, WaitTime.DefaultSeconds, notes),
            TakeOver = takeOver == true,
        };
        await using var wait = waits.Start(progress, $"Removing {(service is null ? "" : $"the fork of {service} from ")}sandbox {id.Value}.");
        var result = await deleteSandbox.ExecuteAsync(request, cancellationToken);
        return result.IsSuccess
            ? presenter.Present(AnswerBudget.Default, _ => answers.Of(request, result.Value, notes))
            : presenter.Present(result.Failure);
    }
}
