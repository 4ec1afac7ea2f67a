using System.ComponentModel;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.McpServer.Tools.Waiting;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Tools;

/// <summary>The tool <c>send_routed_request</c>.</summary>
internal sealed class SendRoutedRequestTool(SendRoutedRequest sendRoutedRequest, WaitProgressSource waits, ToolPresenter presenter, RequestAnswers answers)
{
    private const int DefaultBodyBytes = 2048;

    // Read beyond what is shown, so that a secret at the cut is seen whole by the redactor.
    private const int ReadAhead = 1024;

    // What an answer says around a body.
    private const int Surroundings = 2048;

    [McpServerTool(
        Name = ToolNames.SendRoutedRequest, Title = "Send routed request", ReadOnly = false, Destructive = true, Idempotent = false, OpenWorld = true,
        OutputSchemaType = typeof(RequestOutput))]
    [Description("Sends an HTTP request with the key of the sandbox to a service and proves hop by hop, from the records of the routers, who answered. Ask the entry that a user would call. Only verdict routed means that your fork answered; not_routed, not_reached and unproven are errors.")]
    public async Task<CallToolResult> ExecuteAsync(
        IProgress<ProgressNotificationValue> progress,
        CancellationToken cancellationToken,
        string sandbox,
        [Description("Asked first.")] string service,
        [Description("From the root, with query.")] string path,
        [Description("Default GET.")] string? method = null,
        IReadOnlyDictionary<string, string>? headers = null,
        string? body = null,
        [Description("Also send it without key and show what differs.")] bool? compareWithBaseline = null,
        [Description("Allow a comparison that changes the shared baseline.")] bool? mutates = null,
        [Description("Default 2048, up to 32768.")] int? maxBodyBytes = null,
        [Description("Up to 15.")] int? timeoutSeconds = null)
    {
        var notes = new List<string>();
        var id = SandboxId.Parse(sandbox);
        if (!id.IsSuccess)
        {
            return presenter.Present(id.Failure);
        }

        var shown = Clamped.Value("max_body_bytes", maxBodyBytes, DefaultBodyBytes, 0, AnswerBudget.Largest, notes);
        var (timeout, baselineWait) = WaitTime.Divide(timeoutSeconds, compareWithBaseline == true, notes);
        var request = new RoutedRequest
        {
            Sandbox = id.Value,
            Service = service,
            Method = method?.ToUpperInvariant() ?? "GET",
            Path = path,
            Headers = headers ?? new Dictionary<string, string>(),
            Body = body,
            CompareWithBaseline = compareWithBaseline == true,
            Mutates = mutates == true,
            MaxBodyBytes = shown + ReadAhead,
            Timeout = timeout,
            BaselineWait = baselineWait,
        };
        await using var wait = waits.Start(progress, $"Waiting for the answer of {service} and of the services that it calls.");
        var result = await sendRoutedRequest.ExecuteAsync(request, cancellationToken);
        var budget = Math.Clamp(shown + Surroundings, AnswerBudget.Default, AnswerBudget.Largest);
        return result.IsSuccess
            ? presenter.Present(budget, share => answers.Of(request, result.Value, shown, notes, share))
            : presenter.Present(result.Failure);
    }
}
