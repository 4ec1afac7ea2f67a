using System.ComponentModel;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Sandboxes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools;

/// <summary>The tool <c>read_logs</c>.</summary>
internal sealed class ReadLogsTool(BoundedLogs logs, ToolPresenter presenter, TimeProvider time)
{
    private const int DefaultTail = 50;
    private const int LargestTail = 2000;

    [McpServerTool(Name = ToolNames.ReadLogs, Title = "Read logs", ReadOnly = true, OpenWorld = false, OutputSchemaType = typeof(LogsOutput))]
    [Description("Reads the newest build and run output, in time order. Use it when a build fails or an answer looks wrong.")]
    public async Task<CallToolResult> ExecuteAsync(
        CancellationToken cancellationToken,
        [Description("Without it: the baseline.")] string? sandbox = null,
        [Description("Default: all.")] IReadOnlyList<string>? services = null,
        int? revision = null,
        [Description("Lines, default 50.")] int? tail = null,
        int? sinceSeconds = null,
        [Description("Text that entries hold.")] string? contains = null,
        [Description("At least this grave.")] LogLevelFilter? level = null,
        LogStream? source = null,
        [Description("older_cursor or newer_cursor of an answer.")] string? cursor = null,
        [Description("Default 4096, up to 32768.")] int? maxBytes = null)
    {
        var notes = new List<string>();
        var budget = AnswerBudget.Clamp(maxBytes, notes);
        var id = sandbox is null ? null : SandboxId.Parse(sandbox);
        if (id is { IsSuccess: false })
        {
            return presenter.Present(id.Failure);
        }

        LogCursor? place = null;
        if (cursor is not null && !LogCursor.TryParse(cursor, out place))
        {
            return presenter.Present(InvalidCursor());
        }

        var request = new LogRequest
        {
            Sandbox = id?.Value,
            Services = services ?? [],
            Revision = revision,
            Stream = source,
            TailLines = Clamped.Value("tail", tail, DefaultTail, 1, LargestTail, notes),
            Since = sinceSeconds is { } seconds ? time.GetUtcNow() - TimeSpan.FromSeconds(Math.Max(0, seconds)) : null,
            Contains = contains,
            Level = level ?? LogLevelFilter.All,
            Cursor = place,
        };
        return await logs.ReadAsync(request, budget, notes, cancellationToken);
    }

    private static SandboxFailure InvalidCursor() => new()
    {
        Code = FailureCodes.InvalidCursor,
        Category = FailureCategory.User,
        Message = "The cursor was not given out by this server, or was cut.",
        Hint = $"Call {ToolNames.ReadLogs} without cursor, then pass its older_cursor or newer_cursor as it is.",
    };
}
