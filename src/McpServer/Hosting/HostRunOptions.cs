namespace AgentSandbox.McpServer.Hosting;

/// <summary>How a host is run.</summary>
internal sealed record HostRunOptions
{
    public required string Workspace { get; init; }

    /// <summary>The port for MCP; null binds the remembered one, or a free one the first time. 0 chooses a free one anew.</summary>
    public int? Port { get; init; }

    public required HostMode Mode { get; init; }
}
