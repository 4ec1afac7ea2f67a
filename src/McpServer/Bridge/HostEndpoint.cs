namespace AgentSandbox.McpServer.Bridge;

/// <summary>Where a host listens and what it asks for. Two endpoints are the same when both are.</summary>
/// <param name="Uri">The address of its MCP endpoint.</param>
/// <param name="Token">Its bearer token.</param>
internal sealed record HostEndpoint(Uri Uri, string Token)
{
    /// <summary>Without the token, which must not reach a log.</summary>
    public override string ToString() => Uri.ToString();
}
