using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>A sandbox: the output of <c>create_sandbox</c>, <c>deploy_fork</c> and <c>get_sandbox</c>.</summary>
internal sealed record SandboxOutput
{
    public string? Sandbox { get; init; }

    public string? Phase { get; init; }

    public string? Key { get; init; }

    /// <summary>Headers with which a person or a program carries the key; either is enough.</summary>
    public JsonArray? KeyHeaders { get; init; }

    /// <summary>Each is a <see cref="ForkOutput"/>.</summary>
    public JsonArray? Forks { get; init; }

    public bool? Stale { get; init; }

    public JsonArray? StaleServices { get; init; }

    public string? ExpiresAt { get; init; }

    public int? SecondsLeft { get; init; }

    public string? Owner { get; init; }

    public string? Tree { get; init; }

    public string? Description { get; init; }

    public JsonArray? Notes { get; init; }

    public string? NextStep { get; init; }

    public JsonObject? Error { get; init; }
}
