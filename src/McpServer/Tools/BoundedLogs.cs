using AgentSandbox.McpServer.Presentation;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.UseCases;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.Tools;

/// <summary>
/// Reads as many lines as fit an answer. Lines cannot be dropped from a page afterwards, because its cursor goes on
/// before them: a page that grew too large when it was written out is read again, smaller.
/// </summary>
internal sealed class BoundedLogs(ReadLogs readLogs, ToolPresenter presenter, LogAnswers answers)
{
    private const int Surroundings = 700;
    private const int LeastBytes = 64;

    public async Task<CallToolResult> ReadAsync(LogRequest request, int budget, IReadOnlyList<string> notes, CancellationToken cancellationToken)
    {
        for (var bytes = budget - Surroundings; ; bytes = bytes * 2 / 3)
        {
            var page = await readLogs.ExecuteAsync(request with { MaxBytes = bytes }, cancellationToken);
            if (!page.IsSuccess)
            {
                return presenter.Present(page.Failure);
            }

            var answer = answers.Of(request, page.Value, notes);
            if (bytes < LeastBytes || presenter.SizeOf(answer) <= budget)
            {
                return presenter.Present(budget, _ => answer);
            }
        }
    }
}
