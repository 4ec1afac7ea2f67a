using AgentSandbox.McpServer.Presentation;
using AgentSandbox.Orchestration.Failures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Protocol;

/// <summary>
/// Turns an exception that no tool foresaw into a tool error with a correlation id. The text of the exception stays
/// in the log: it may hold paths, secrets or untrusted text.
/// </summary>
internal static partial class UnexpectedErrors
{
    public static McpRequestHandler<CallToolRequestParams, CallToolResult> Filter(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next)
    {
        return async (context, cancellationToken) =>
        {
            try
            {
                return await next(context, cancellationToken);
            }
            catch (SandboxFailureException e) when (!cancellationToken.IsCancellationRequested)
            {
                return context.Services?.GetService<ToolPresenter>()?.Present(e.Failure) ?? ToolError.Create(e.Failure.Code, e.Failure.Message, e.Failure.Hint);
            }
            catch (Exception e) when (!IsProtocol(e) && !cancellationToken.IsCancellationRequested)
            {
                var correlationId = Guid.NewGuid().ToString("N")[..12];
                var logger = context.Services?.GetService<ILoggerFactory>()?.CreateLogger(typeof(UnexpectedErrors).FullName ?? "") ?? NullLogger.Instance;
                LogUnexpected(logger, e, context.Params?.Name ?? "", correlationId);
                return ToolError.Create(
                    ToolError.InternalError,
                    $"The tool '{context.Params?.Name}' failed unexpectedly (correlation id {correlationId}).",
                    $"Try once more; if it happens again, look for {correlationId} in the log of the host and report it.");
            }
        };
    }

    private static bool IsProtocol(Exception e) => e is McpException or InputRequiredException;

    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "Tool {Tool} failed unexpectedly, correlation id {CorrelationId}")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string tool, string correlationId);
}
