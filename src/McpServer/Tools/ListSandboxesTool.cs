using System.ComponentModel;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.UseCases.Listing;
using AgentSandbox.Orchestration.UseCases;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools;

/// <summary>The tool <c>list_sandboxes</c>.</summary>
internal sealed class ListSandboxesTool(ListSandboxes listSandboxes, CallerSource callers, ToolPresenter presenter, ListAnswers answers)
{
    [McpServerTool(Name = ToolNames.ListSandboxes, Title = "List sandboxes", ReadOnly = true, OpenWorld = false, OutputSchemaType = typeof(SandboxesOutput))]
    [Description("Lists sandboxes of all owners with their forks and lease ends. Use it to find a name, or what was left over.")]
    public async Task<CallToolResult> ExecuteAsync(
        RequestContext<CallToolRequestParams> context,
        CancellationToken cancellationToken,
        [Description("Part of a name, branch, tree or service.")] string? query = null,
        [Description("Only those of your tree.")] bool? mine = null,
        string? worktree = null,
        string? cursor = null,
        int? maxBytes = null)
    {
        var notes = new List<string>();
        var budget = AnswerBudget.Clamp(maxBytes, notes);
        Caller? owner = null;
        if (mine == true)
        {
            var caller = await callers.ResolveAsync(context, worktree, cancellationToken);
            if (!caller.IsSuccess)
            {
                return presenter.Present(caller.Failure);
            }

            owner = caller.Value;
        }

        var list = listSandboxes.Execute(new ListSandboxesRequest(query, owner, cursor, ListAnswers.PageSize));
        return presenter.Present(budget, share => answers.Of(list, owner?.Owner.Tree, notes, share));
    }
}
