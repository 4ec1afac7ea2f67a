namespace AgentSandbox.McpServer.Bridge;

/// <summary>Finds the host that is responsible for a call, and starts it where there is none.</summary>
internal interface IHostConnector
{
    /// <exception cref="HostUnavailableException">No host can be found or started; says why and what to do.</exception>
    Task<HostEndpoint> ConnectAsync(BridgeCall call, CancellationToken cancellationToken);
}
