using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>An output whose members its text explains; a schema of them would cost every agent's context more than it tells.</summary>
internal sealed record OpenOutput
{
    public JsonObject? Error { get; init; }
}
