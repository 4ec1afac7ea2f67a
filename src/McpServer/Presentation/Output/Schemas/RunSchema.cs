using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.Presentation.Output.Schemas;

/// <summary>What the tool list says of <see cref="RunOutput"/>: the members that a program would look at. Every byte of it is paid in each agent's context.</summary>
internal sealed record RunSchema
{
    public string? Run { get; init; }

    public string? Verdict { get; init; }

    public string? Reason { get; init; }

    public JsonObject? Error { get; init; }
}
