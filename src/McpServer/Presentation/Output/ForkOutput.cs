using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>One fork of a <see cref="SandboxOutput"/>.</summary>
internal sealed record ForkOutput
{
    public string? Service { get; init; }

    public int Revision { get; init; }

    public ForkPhase Phase { get; init; }

    public string? Activity { get; init; }

    /// <summary>The revision that answers now; absent when none does.</summary>
    public int? ServingRevision { get; init; }

    public string? Source { get; init; }

    public bool? Stale { get; init; }

    /// <summary>What it was cloned from is another one now.</summary>
    public bool? BaselineChanged { get; init; }

    public bool? BeingRemoved { get; init; }

    public JsonObject? Failure { get; init; }
}
