namespace AgentSandbox.McpServer.Hosting.State;

/// <summary>What a running host says about itself to those who have its token.</summary>
internal sealed record HostStatus
{
    public required string Process { get; init; }

    public required string Version { get; init; }

    public required int CallsInFlight { get; init; }

    public required bool HasSandboxes { get; init; }
}
