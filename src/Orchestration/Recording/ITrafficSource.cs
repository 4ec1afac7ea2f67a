using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Recording;

/// <summary>The routers, as far as they can keep a copy of what goes by.</summary>
internal interface ITrafficSource
{
    /// <summary>Begins at every router, or says why nothing can be recorded.</summary>
    /// <param name="spec">What to record.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Result<ITrafficTape>> RecordAsync(RecordingSpec spec, CancellationToken cancellationToken);
}
