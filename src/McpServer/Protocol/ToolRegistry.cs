using AgentSandbox.McpServer.Tools;
using AgentSandbox.McpServer.Tools.Verification;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Protocol;

/// <summary>
/// The tools of the product, one line each. The bridge, the HTTP endpoint and the golden tool list all read this list,
/// so none of them can offer a tool that the others do not know.
/// </summary>
internal static class ToolRegistry
{
    private static readonly Lazy<IReadOnlyList<McpServerTool>> s_all = new(Create);

    public static IReadOnlyList<McpServerTool> All => s_all.Value;

    private static List<McpServerTool> Create()
    {
        return
        [
            ToolFactory.Create<ListServicesTool>(),
            ToolFactory.Create<CreateSandboxTool>(),
            ToolFactory.Create<DeployForkTool>(),
            ToolFactory.Create<GetSandboxTool>(),
            ToolFactory.Create<ListSandboxesTool>(),
            ToolFactory.Create<SendRoutedRequestTool>(),
            ToolFactory.Create<CheckPropagationTool>(),
            ToolFactory.Create<RunPlanTool>(),
            ToolFactory.Create<GetPlanRunTool>(),
            ToolFactory.Create<ReadLogsTool>(),
            ToolFactory.Create<RecordTrafficTool>(),
            ToolFactory.Create<SetRouteGroupTool>(),
            ToolFactory.Create<DeleteSandboxTool>(),
        ];
    }
}
