using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>The output of <c>set_route_group</c>.</summary>
internal sealed record GroupOutput
{
    public string? Group { get; init; }

    /// <summary>Absent when there is no such group any more.</summary>
    public JsonArray? Sandboxes { get; init; }

    /// <summary>As <c>service: sandbox</c>.</summary>
    public JsonArray? Forks { get; init; }

    public string? NextStep { get; init; }

    public JsonObject? Error { get; init; }
}
