using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Bridge;
using AgentSandbox.McpServer.CommandLine.Verbs;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.CommandLine.Plans;

/// <summary>Begins a run and waits for its end as an agent would, also over the end of its host or of its sandbox.</summary>
internal static class RunFollower
{
    private const int MaxLosses = 3;

    /// <summary>Returns the answer that ends the wait, and the run's id once there is a run.</summary>
    public static async Task<(CallToolResult Answer, string? Run)> FollowAsync(
        ToolClient client, JsonObject arguments, IProgress<ProgressNotificationValue> progress, CancellationToken cancellationToken)
    {
        // Without a wait, so that the run has a name before anything can happen to the host.
        var begin = arguments.DeepClone().AsObject();
        begin["wait_seconds"] = 0;
        var answer = await client.CallAsync(ToolNames.RunPlan, begin, progress, cancellationToken);
        var run = FollowUps.Member(answer, "run");
        for (var losses = 0; run is not null && FollowUps.Member(answer, "verdict") is null && (answer.IsError != true || IsLoss(answer)) && losses <= MaxLosses;)
        {
            var wait = new JsonObject { ["sandbox"] = arguments["sandbox"]?.DeepClone(), ["run"] = run, ["wait_seconds"] = 25 };
            answer = await client.CallAsync(ToolNames.GetPlanRun, wait, progress, cancellationToken);
            losses += IsLoss(answer) ? 1 : 0;
        }

        return (answer, run);
    }

    /// <summary>True when nobody will ever know how the run would have ended.</summary>
    public static bool IsGone(CallToolResult answer) => ToolCall.ErrorCode(answer) is
        FailureCodes.SandboxEnded or FailureCodes.SandboxDeleting or FailureCodes.SandboxNotFound or FailureCodes.RunNotFound;

    // The next host knows the run by its record; asking changes nothing and can be repeated.
    private static bool IsLoss(CallToolResult answer) => answer.IsError == true && ToolCall.ErrorCode(answer) == HostLostException.Code;
}
