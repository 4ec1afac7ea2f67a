namespace AgentSandbox.McpServer.Protocol;

/// <summary>The names of the MCP tools; a name is written here and nowhere else.</summary>
public static class ToolNames
{
    /// <summary>Lists the services of the baseline.</summary>
    public const string ListServices = "list_services";

    /// <summary>Creates or updates a sandbox.</summary>
    public const string CreateSandbox = "create_sandbox";

    /// <summary>Builds and starts forks of changed services.</summary>
    public const string DeployFork = "deploy_fork";

    /// <summary>Tells the state of one sandbox.</summary>
    public const string GetSandbox = "get_sandbox";

    /// <summary>Lists sandboxes.</summary>
    public const string ListSandboxes = "list_sandboxes";

    /// <summary>Sends a request with the sandbox's routing key and returns its proof.</summary>
    public const string SendRoutedRequest = "send_routed_request";

    /// <summary>Finds out which service does not pass the key on.</summary>
    public const string CheckPropagation = "check_propagation";

    /// <summary>Records the traffic of services.</summary>
    public const string RecordTraffic = "record_traffic";

    /// <summary>Reads the output of a fork or of a service of the baseline.</summary>
    public const string ReadLogs = "read_logs";

    /// <summary>Deletes a sandbox, or one fork of it.</summary>
    public const string DeleteSandbox = "delete_sandbox";

    /// <summary>Runs a plan against a sandbox.</summary>
    public const string RunPlan = "run_plan";

    /// <summary>Tells how a plan run stands, and its steps in detail.</summary>
    public const string GetPlanRun = "get_plan_run";

    /// <summary>Puts several sandboxes under one key.</summary>
    public const string SetRouteGroup = "set_route_group";

    /// <summary>Every name, in the order in which an agent meets them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ListServices, CreateSandbox, DeployFork, GetSandbox, ListSandboxes, SendRoutedRequest, CheckPropagation, RunPlan, GetPlanRun, ReadLogs, RecordTraffic, SetRouteGroup, DeleteSandbox,
    ];
}
