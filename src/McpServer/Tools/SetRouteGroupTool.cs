using System.ComponentModel;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Groups;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Grouping;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools;

/// <summary>The tool <c>set_route_group</c>.</summary>
internal sealed class SetRouteGroupTool(SetRouteGroup setRouteGroup, CallerSource callers, ToolPresenter presenter, GroupAnswers answers)
{
    [McpServerTool(
        Name = ToolNames.SetRouteGroup, Title = "Set route group", ReadOnly = false, Destructive = false, Idempotent = true, OpenWorld = false,
        OutputSchemaType = typeof(GroupOutput))]
    [Description("Puts the forks of several sandboxes under one key, the group's name, for send_routed_request.")]
    public async Task<CallToolResult> ExecuteAsync(
        RequestContext<CallToolRequestParams> context,
        CancellationToken cancellationToken,
        string name,
        [Description("Without it: shows the group.")] IReadOnlyList<string>? sandboxes = null,
        bool? delete = null,
        bool? takeOver = null)
    {
        var parsed = new[] { name }.Concat(sandboxes ?? []).Select(SandboxId.Parse).ToList();
        if (parsed.Find(id => !id.IsSuccess) is { Failure: { } invalid })
        {
            return presenter.Present(invalid);
        }

        var caller = await callers.ResolveAsync(context, worktree: null, cancellationToken);
        if (!caller.IsSuccess)
        {
            return presenter.Present(caller.Failure);
        }

        var request = new SetRouteGroupRequest
        {
            Caller = caller.Value,
            Name = parsed[0].Value,
            Sandboxes = delete == true ? [] : sandboxes is null ? null : [.. parsed.Skip(1).Select(id => id.Value)],
            TakeOver = takeOver == true,
        };
        var result = await setRouteGroup.ExecuteAsync(request, cancellationToken);
        return result.IsSuccess
            ? presenter.Present(AnswerBudget.Default, share => answers.Of(request.Name, result.Value.State, share))
            : presenter.Present(result.Failure);
    }
}
