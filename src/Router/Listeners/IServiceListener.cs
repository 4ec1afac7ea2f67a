namespace AgentSandbox.Router.Listeners;

/// <summary>The open port of one service.</summary>
internal interface IServiceListener
{
    ServiceProtocol Protocol { get; }

    int Port { get; }

    ListenerTraffic Traffic { get; }

    /// <summary>Stops accepting, waits for what is in flight until the token is cancelled, then closes all connections.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
