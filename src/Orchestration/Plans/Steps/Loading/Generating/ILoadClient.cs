namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

/// <summary>How one request is sent.</summary>
internal interface ILoadClient
{
    /// <summary>Sends one request and reads its answer to the end. Never throws; a cancelled request counts as timed out.</summary>
    /// <param name="side">Whom it is for.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    ValueTask<LoadAnswer> SendAsync(LoadSide side, CancellationToken cancellationToken);
}
