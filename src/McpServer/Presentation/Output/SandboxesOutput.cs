using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>The output of <c>list_sandboxes</c>.</summary>
internal sealed record SandboxesOutput
{
    /// <summary>Each is a <see cref="SandboxSummaryOutput"/>.</summary>
    public JsonArray? Sandboxes { get; init; }

    public int? Total { get; init; }

    public string? Tree { get; init; }

    public JsonArray? Notes { get; init; }

    public string? NextCursor { get; init; }

    public JsonObject? Error { get; init; }
}
