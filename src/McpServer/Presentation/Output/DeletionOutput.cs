using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>The output of <c>delete_sandbox</c>.</summary>
internal sealed record DeletionOutput
{
    public string? Sandbox { get; init; }

    public string? Service { get; init; }

    /// <summary>True when nothing is left of what was to be deleted.</summary>
    public bool? Gone { get; init; }

    public string? Tree { get; init; }

    public JsonArray? Notes { get; init; }

    public string? NextStep { get; init; }

    public JsonObject? Error { get; init; }
}
