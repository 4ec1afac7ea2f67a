using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>The output of <c>list_services</c>.</summary>
internal sealed record ServicesOutput
{
    /// <summary>Each is a <see cref="ServiceOutput"/>.</summary>
    public JsonArray? Services { get; init; }

    public int? Total { get; init; }

    public string? Baseline { get; init; }

    public JsonArray? Notes { get; init; }

    public string? NextCursor { get; init; }

    public JsonObject? Error { get; init; }
}
