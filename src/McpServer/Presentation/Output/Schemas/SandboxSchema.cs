using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.Presentation.Output.Schemas;

/// <summary>What the tool list says of <see cref="SandboxOutput"/>: the members that a program would look at. Every byte of it is paid in each agent's context.</summary>
internal sealed record SandboxSchema
{
    public string? Sandbox { get; init; }

    public string? Phase { get; init; }

    public JsonArray? Forks { get; init; }

    public bool? Stale { get; init; }

    public string? NextStep { get; init; }

    public JsonObject? Error { get; init; }
}
