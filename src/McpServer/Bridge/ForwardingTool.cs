using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Bridge;

/// <summary>A tool as the bridge serves it: listed from the registry, executed by the host.</summary>
internal sealed class ForwardingTool(McpServerTool inner, CallForwarder forwarder, SandboxTrees trees) : DelegatingMcpServerTool(inner)
{
    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancellationToken = default)
    {
        var name = ProtocolTool.Name;
        var arguments = request.Params?.Arguments;
        if (CallSize.IsTooLarge(arguments))
        {
            return ToolError.Create(
                FailureCodes.BodyTooLarge,
                $"The arguments of '{name}' are larger than {CallSize.MaxBytes} bytes. Nothing was done.",
                "Send less; large uploads are better sent by a test of your own, with the key in its headers.");
        }

        var worktree = trees.Of(name, arguments);
        try
        {
            return await forwarder.ForwardAsync<CallToolRequestParams, CallToolResult>(
                request, name, worktree, new CallToolRequestParams { Name = name, Arguments = arguments }, cancellationToken);
        }
        catch (HostUnavailableException e)
        {
            return ToolError.Create(e.Code, e.Message, e.Hint);
        }
        catch (HostLostException e)
        {
            return ToolError.Create(HostLostException.Code, $"'{name}' has no result. {e.Message} Whether it was executed is not known.", HostLostException.Hint);
        }
    }
}
