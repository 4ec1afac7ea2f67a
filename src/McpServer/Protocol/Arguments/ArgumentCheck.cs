using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Protocol.Arguments;

/// <summary>
/// Compares a call's arguments with the tool's own schema before the tool runs, and names everything that is wrong
/// at once, so that a model needs one correction and not three.
/// </summary>
internal static class ArgumentCheck
{
    public static McpRequestHandler<CallToolRequestParams, CallToolResult> Filter(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next)
    {
        return (context, cancellationToken) =>
        {
            if (context.MatchedPrimitive is not McpServerTool tool)
            {
                throw UnknownTool(context);
            }

            var problems = ArgumentProblems.Find(context.Params?.Arguments, tool.ProtocolTool.InputSchema);
            return problems.Count == 0
                ? next(context, cancellationToken)
                : ValueTask.FromResult(Refuse(tool.ProtocolTool.Name, problems));
        };
    }

    private static CallToolResult Refuse(string tool, IReadOnlyList<string> problems) => ToolError.Create(
        ToolError.InvalidArguments,
        $"The call of '{tool}' was not executed. {string.Join(' ', problems)}",
        $"Correct the arguments and call '{tool}' again.");

    private static McpProtocolException UnknownTool(RequestContext<CallToolRequestParams> context)
    {
        var name = context.Params?.Name ?? "";
        var known = context.Server.ServerOptions.ToolCollection?.PrimitiveNames ?? [];
        var nearest = NearestArgument.Of(name, known);
        var hint = nearest is null ? $"Known tools: {string.Join(", ", known)}." : $"Did you mean '{nearest}'?";
        return new McpProtocolException($"Unknown tool: '{name}'. {hint}", McpErrorCode.InvalidParams);
    }
}
