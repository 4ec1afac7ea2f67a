namespace AgentSandbox.McpServer.Hosting;

/// <summary>The addresses of a host beside its MCP endpoint.</summary>
internal static class HostPaths
{
    /// <summary>Says that it lives, to anybody; nothing else.</summary>
    public const string Health = "/healthz";

    public const string Status = "/admin/status";
    public const string Stop = "/admin/stop";
    public const string BaselineUpdate = "/admin/baseline/update";
    public const string BaselineStop = "/admin/baseline/stop";
    public const string Sweep = "/admin/sweep";
}
