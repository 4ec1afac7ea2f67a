using System.ComponentModel;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Presentation.Verification;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.McpServer.Tools.Waiting;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Verification;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools.Verification;

/// <summary>The tool <c>check_propagation</c>.</summary>
internal sealed class CheckPropagationTool(CheckPropagation checkPropagation, WaitProgressSource waits, ToolPresenter presenter, PropagationAnswers answers)
{
    [McpServerTool(Name = ToolNames.CheckPropagation, Title = "Check propagation", ReadOnly = true, OpenWorld = true, OutputSchemaType = typeof(OpenOutput))]
    [Description("Finds by GET probes which service loses the key, and what to change there.")]
    public async Task<CallToolResult> ExecuteAsync(
        IProgress<ProgressNotificationValue> progress,
        CancellationToken cancellationToken,
        [Description("Entry.")] string service,
        string? path = null,
        string? sandbox = null)
    {
        var id = sandbox is null ? default(Result<SandboxId>?) : SandboxId.Parse(sandbox);
        if (id is { IsSuccess: false } invalid)
        {
            return presenter.Present(invalid.Failure);
        }

        var request = new CheckPropagationRequest { Service = service, Path = path ?? "/", Sandbox = id?.Value };
        await using var wait = waits.Start(progress, $"Sending probes to {service}.");
        var result = await checkPropagation.ExecuteAsync(request, cancellationToken);
        return result.IsSuccess
            ? presenter.Present(AnswerBudget.Default, share => answers.Of(request, result.Value, [], share))
            : presenter.Present(result.Failure);
    }
}
