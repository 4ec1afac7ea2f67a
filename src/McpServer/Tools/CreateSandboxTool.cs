using System.ComponentModel;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Output.Schemas;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.UseCases;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools;

/// <summary>The tool <c>create_sandbox</c>.</summary>
internal sealed class CreateSandboxTool(CreateSandbox createSandbox, CallerSource callers, ToolPresenter presenter, SandboxAnswers answers)
{
    [McpServerTool(
        Name = ToolNames.CreateSandbox, Title = "Create sandbox", ReadOnly = false, Destructive = false, Idempotent = true, OpenWorld = false,
        OutputSchemaType = typeof(SandboxSchema))]
    [Description("Creates a sandbox, whose name is its routing key. Call it once per change, before deploy_fork. If it exists, it is updated and keeps its forks.")]
    public async Task<CallToolResult> ExecuteAsync(
        RequestContext<CallToolRequestParams> context,
        CancellationToken cancellationToken,
        [Description("Letters, digits, dashes; default: your branch.")] string? name = null,
        string? description = null,
        [Description("Minutes without activity until it ends.")] int? idleMinutes = null,
        [Description("Your working tree, if not the one of the client.")] string? worktree = null,
        [Description("Take it from an owner who agreed.")] bool? takeOver = null)
    {
        var caller = await callers.ResolveAsync(context, worktree, cancellationToken);
        if (!caller.IsSuccess)
        {
            return presenter.Present(caller.Failure);
        }

        var request = new CreateSandboxRequest
        {
            Caller = caller.Value,
            Name = name,
            Description = description,
            Idle = idleMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            TakeOver = takeOver == true,
        };
        var result = await createSandbox.ExecuteAsync(request, cancellationToken);
        return result.IsSuccess
            ? presenter.Present(AnswerBudget.Default, share => answers.Of(result.Value, [], share))
            : presenter.Present(result.Failure);
    }
}
