namespace AgentSandbox.McpServer.Bridge;

/// <summary>A call for which the bridge needs a host.</summary>
internal sealed record BridgeCall
{
    /// <summary>The tool, or the method for what is not a tool call; for messages.</summary>
    public required string Name { get; init; }

    /// <summary>The call's own <c>worktree</c> argument.</summary>
    public string? Worktree { get; init; }

    /// <summary>The workspace of the connection, which counts where the call names no worktree.</summary>
    public required string Workspace { get; init; }

    /// <summary>The endpoint that the connector gave before and that did not answer; it must be looked up again.</summary>
    public HostEndpoint? Failed { get; init; }
}
