using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>The output of <c>send_routed_request</c>.</summary>
internal sealed record RequestOutput
{
    public string? Verdict { get; init; }

    public string? Reason { get; init; }

    public string? Sandbox { get; init; }

    public int? Status { get; init; }

    public JsonArray? ForksMet { get; init; }

    public JsonArray? ForksNotMet { get; init; }

    /// <summary>Each is a <see cref="HopOutput"/>.</summary>
    public JsonArray? Hops { get; init; }

    public JsonObject? Lost { get; init; }

    public bool? Stale { get; init; }

    public JsonArray? StaleServices { get; init; }

    public JsonObject? Headers { get; init; }

    public string? Body { get; init; }

    public bool? BodyTruncated { get; init; }

    public long? BodyBytes { get; init; }

    public int? BaselineStatus { get; init; }

    public JsonArray? Differences { get; init; }

    /// <summary>The members that are data of services.</summary>
    public JsonArray? Untrusted { get; init; }

    public JsonArray? Notes { get; init; }

    public string? NextStep { get; init; }

    public JsonObject? Error { get; init; }
}
