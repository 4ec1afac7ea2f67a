using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Serving;

/// <summary>Makes each call that of its caller: tools are made of the caller's services, and act with the caller's rights.</summary>
internal sealed partial class CallerFilter(CallerTable callers, ILogger<CallerFilter> logger)
{
    /// <summary>Tools that send requests to services of the namespace.</summary>
    private static readonly string[] s_sending = [ToolNames.SendRoutedRequest, ToolNames.CheckPropagation, ToolNames.RunPlan];

    public void AddTo(McpServerOptions options)
    {
        options.Filters.Request.CallToolFilters.Add(CallTool);
        options.Filters.Request.ReadResourceFilters.Add(ReadResource);
    }

    private McpRequestHandler<CallToolRequestParams, CallToolResult> CallTool(McpRequestHandler<CallToolRequestParams, CallToolResult> next) => async (context, cancellationToken) =>
    {
        var caller = callers.Of(context.User);
        var tool = context.Params?.Name ?? "";
        LogCalled(caller.Caller.User, tool);
        var started = await caller.Caller.EnsureStartedAsync(cancellationToken);
        var refusal = started.Failure ?? (s_sending.Contains(tool) ? await caller.Caller.SendingRefusalAsync(cancellationToken) : null);
        if (refusal is not null)
        {
            return caller.Services.GetRequiredService<ToolPresenter>().Present(refusal);
        }

        context.Services = caller.Services;
        return await next(context, cancellationToken);
    };

    private McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> ReadResource(McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> next) => async (context, cancellationToken) =>
    {
        var caller = callers.Of(context.User);
        var started = await caller.Caller.EnsureStartedAsync(cancellationToken);
        if (started.Failure is { } failure)
        {
            throw new McpProtocolException($"{failure.Code}: {failure.Message} {failure.Hint}", McpErrorCode.ResourceNotFound);
        }

        context.Services = caller.Services;
        return await next(context, cancellationToken);
    };

    [LoggerMessage(EventId = 4511, Level = LogLevel.Information, Message = "{User} calls {Tool}.")]
    private partial void LogCalled(string user, string tool);
}
