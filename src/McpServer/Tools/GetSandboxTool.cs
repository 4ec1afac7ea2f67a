using System.ComponentModel;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Output.Schemas;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.McpServer.Tools.Waiting;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools;

/// <summary>The tool <c>get_sandbox</c>.</summary>
internal sealed class GetSandboxTool(GetSandbox getSandbox, WaitProgressSource waits, ToolPresenter presenter, SandboxAnswers answers)
{
    [McpServerTool(Name = ToolNames.GetSandbox, Title = "Get sandbox", ReadOnly = true, OpenWorld = false, OutputSchemaType = typeof(SandboxSchema))]
    [Description("Shows forks, failures, key, lease and staleness of a sandbox. With wait_seconds it answers when its forks are ready or failed: use it while a deploy builds.")]
    public async Task<CallToolResult> ExecuteAsync(
        IProgress<ProgressNotificationValue> progress,
        CancellationToken cancellationToken,
        string sandbox,
        [Description("Default 0, up to 25.")] int? waitSeconds = null,
        int? maxBytes = null)
    {
        var notes = new List<string>();
        var budget = AnswerBudget.Clamp(maxBytes, notes);
        var id = SandboxId.Parse(sandbox);
        if (!id.IsSuccess)
        {
            return presenter.Present(id.Failure);
        }

        await using var wait = waits.Start(progress, $"Waiting for sandbox {id.Value}.");
        var result = await getSandbox.ExecuteAsync(id.Value, WaitTime.Clamp(waitSeconds, 0, notes), wait, cancellationToken);
        return result.IsSuccess
            ? presenter.Present(budget, share => answers.Of(result.Value, notes, share))
            : presenter.Present(result.Failure);
    }
}
