using System.ComponentModel;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.UseCases.Listing;
using AgentSandbox.Orchestration.UseCases;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools;

/// <summary>The tool <c>list_services</c>.</summary>
internal sealed class ListServicesTool(ListServices listServices, ToolPresenter presenter, ListAnswers answers)
{
    [McpServerTool(Name = ToolNames.ListServices, Title = "List services", ReadOnly = true, OpenWorld = false, OutputSchemaType = typeof(ServicesOutput))]
    [Description("Lists the services of the baseline: source folder, router URL (for browsers too), state, calls, forks. Call it first, to see what your edit touches.")]
    public async Task<CallToolResult> ExecuteAsync(
        CancellationToken cancellationToken,
        [Description("Part of a name or folder.")] string? query = null,
        [Description("next_cursor of the page before.")] string? cursor = null,
        [Description("Default 4096, up to 32768.")] int? maxBytes = null)
    {
        var notes = new List<string>();
        var budget = AnswerBudget.Clamp(maxBytes, notes);
        var list = await listServices.ExecuteAsync(query, cancellationToken);
        return presenter.Present(budget, share => answers.Of(list, cursor, notes, share));
    }
}
