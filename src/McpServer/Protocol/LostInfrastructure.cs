using AgentSandbox.McpServer.Presentation;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Protocol;

/// <summary>A write that the cluster did not take, such as for want of a right, is answered as the failure that it is.</summary>
internal static class LostInfrastructure
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
            catch (ClusterFailureException e) when (context.Services?.GetService<ToolPresenter>() is { } presenter)
            {
                return presenter.Present(e.Failure);
            }
        };
    }
}
