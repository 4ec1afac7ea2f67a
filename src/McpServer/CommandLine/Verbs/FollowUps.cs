using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.CommandLine.Verbs;

/// <summary>Tools answer within 25 s, finished or not; a person and a script want the end.</summary>
internal static class FollowUps
{
    private const string Sandbox = "sandbox";

    /// <summary>Waits until the newest revisions are ready or failed.</summary>
    public static ToolCall? UntilDeployed(ToolCall call, CallToolResult answer) =>
        Member(answer, "phase") == "progressing" && call.Arguments[Sandbox] is { } sandbox
            ? call with { Tool = ToolNames.GetSandbox, Arguments = new JsonObject { [Sandbox] = sandbox.DeepClone(), ["wait_seconds"] = 25 } }
            : null;

    /// <summary>Sends again while the baseline is still starting, because then nothing was sent.</summary>
    public static ToolCall? UntilBaselineRuns(ToolCall call, CallToolResult answer) =>
        answer.IsError == true && ToolCall.ErrorCode(answer) == FailureCodes.BaselineStarting ? call : null;

    public static string? Member(CallToolResult answer, string name) =>
        answer.StructuredContent is { ValueKind: JsonValueKind.Object } structure && structure.TryGetProperty(name, out var value)
            ? value.ToString()
            : null;
}
