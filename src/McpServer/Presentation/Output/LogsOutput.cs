using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>The output of <c>read_logs</c>.</summary>
internal sealed record LogsOutput
{
    public string? Sandbox { get; init; }

    /// <summary>Untrusted: time, service@revision, text.</summary>
    public JsonArray? Lines { get; init; }

    public JsonArray? Untrusted { get; init; }

    public string? OlderCursor { get; init; }

    public string? NewerCursor { get; init; }

    public JsonArray? Notes { get; init; }

    public string? NextStep { get; init; }

    public JsonObject? Error { get; init; }
}
