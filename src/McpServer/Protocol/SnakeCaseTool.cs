using System.Reflection;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Protocol;

/// <summary>
/// Shows a tool's camelCase parameters as snake_case arguments, with a slim schema, and maps a call's arguments back.
/// </summary>
/// <remarks>
/// The SDK takes argument names from parameter names, without a hook to rename them. An argument that is an explicit
/// null counts as absent: many clients send null for whatever the model left out.
/// </remarks>
internal sealed class SnakeCaseTool : DelegatingMcpServerTool
{
    private readonly Dictionary<string, string> _parameterOfArgument;

    public SnakeCaseTool(McpServerTool inner, MethodInfo method)
        : base(inner)
    {
        _parameterOfArgument = method.GetParameters()
            .ToDictionary(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name ?? ""), p => p.Name ?? "", StringComparer.Ordinal);

        var tool = inner.ProtocolTool;
        tool.InputSchema = SlimSchema.ForInput(tool.InputSchema, JsonNamingPolicy.SnakeCaseLower.ConvertName);
        if (tool.OutputSchema is { } outputSchema)
        {
            tool.OutputSchema = SlimSchema.ForOutput(outputSchema);
        }

        // The SDK repeats the title as an annotation; clients read either, and every byte of the list costs context.
        if (tool.Annotations is { Title: not null } annotations)
        {
            tool.Title ??= annotations.Title;
            annotations.Title = null;
        }

        // What the protocol takes for granted need not be said.
        if (tool.Annotations is { IdempotentHint: false } repeated)
        {
            repeated.IdempotentHint = null;
        }
    }

    public override ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancellationToken = default)
    {
        if (request.Params?.Arguments is { Count: > 0 } arguments)
        {
            request.Params.Arguments = arguments
                .Where(a => a.Value.ValueKind != JsonValueKind.Null)
                .ToDictionary(a => _parameterOfArgument.GetValueOrDefault(a.Key, a.Key), a => a.Value, StringComparer.Ordinal);
        }

        return base.InvokeAsync(request, cancellationToken);
    }
}
