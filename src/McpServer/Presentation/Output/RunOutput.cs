using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>The output of <c>run_plan</c> and <c>get_plan_run</c>.</summary>
internal sealed record RunOutput
{
    public string? Run { get; init; }

    public string? Sandbox { get; init; }

    public string? Plan { get; init; }

    /// <summary>pass, fail or inconclusive; absent while it runs.</summary>
    public string? Verdict { get; init; }

    public string? Reason { get; init; }

    public JsonArray? Evidence { get; init; }

    public JsonArray? Steps { get; init; }

    public JsonArray? Plans { get; init; }

    public JsonObject? Report { get; init; }

    public JsonArray? Untrusted { get; init; }

    public JsonArray? Notes { get; init; }

    public string? NextStep { get; init; }

    public JsonObject? Error { get; init; }
}
