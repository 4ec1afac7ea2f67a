using System.ComponentModel;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Presentation.Verification;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Verification;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools.Verification;

/// <summary>The tool <c>record_traffic</c>.</summary>
internal sealed class RecordTrafficTool(RecordTraffic recordTraffic, CallerSource callers, ToolPresenter presenter, RecordingAnswers answers)
{
    private const int DefaultRequests = 200;
    private const int DefaultSeconds = 300;
    private const int MostRequests = 5000;
    private const int MostSeconds = 3600;

    [McpServerTool(Name = ToolNames.RecordTraffic, Title = "Record traffic", ReadOnly = false, Destructive = false, OpenWorld = false, OutputSchemaType = typeof(OpenOutput))]
    [Description("Records requests of a sandbox, or of the baseline, as redacted HAR.")]
    public async Task<CallToolResult> ExecuteAsync(
        RequestContext<CallToolRequestParams> context,
        CancellationToken cancellationToken,
        [Description("start, stop, status.")] string action,
        string? sandbox = null,
        bool? baseline = null,
        IReadOnlyList<string>? services = null,
        int? maxRequests = null,
        int? seconds = null,
        string? worktree = null)
    {
        var notes = new List<string>();
        var id = sandbox is null ? default(Result<SandboxId>?) : SandboxId.Parse(sandbox);
        if (id is { IsSuccess: false } invalid)
        {
            return presenter.Present(invalid.Failure);
        }

        if (!Enum.TryParse<RecordTrafficAction>(action, ignoreCase: true, out var what) || !Enum.IsDefined(what) || !char.IsAsciiLetter(action[0]))
        {
            return presenter.Present(UnknownAction(action));
        }

        var caller = await callers.ResolveAsync(context, worktree, cancellationToken);
        if (!caller.IsSuccess)
        {
            return presenter.Present(caller.Failure);
        }

        var request = new RecordTrafficRequest
        {
            Action = what,
            Caller = caller.Value,
            Sandbox = id?.Value,
            Baseline = baseline == true,
            Services = services ?? [],
            MaxRequests = Clamped.Value("max_requests", maxRequests, DefaultRequests, 1, MostRequests, notes),
            MaxTime = TimeSpan.FromSeconds(Clamped.Value("seconds", seconds, DefaultSeconds, 1, MostSeconds, notes)),
        };
        var result = await recordTraffic.ExecuteAsync(request, cancellationToken);
        return result.IsSuccess
            ? presenter.Present(AnswerBudget.Default, _ => answers.Of(result.Value, notes))
            : presenter.Present(result.Failure);
    }

    private static SandboxFailure UnknownAction(string action) => new()
    {
        Code = FailureCodes.InvalidArguments,
        Category = FailureCategory.User,
        Message = $"The action '{SafeText.Line(action, 40)}' is not one of start, stop, status.",
        Hint = "Pass action: start, stop or status.",
    };
}
