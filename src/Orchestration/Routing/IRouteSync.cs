namespace AgentSandbox.Orchestration.Routing;

/// <summary>Waits until the routers know what was written.</summary>
internal interface IRouteSync
{
    /// <summary>Returns when the routers have confirmed a table that was built after this call began.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SyncAsync(CancellationToken cancellationToken);
}
