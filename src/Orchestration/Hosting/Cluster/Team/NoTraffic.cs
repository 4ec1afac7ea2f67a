using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Recording;

namespace AgentSandbox.Orchestration.Hosting.Cluster.Team;

/// <summary>A recording is a file, and this server's files are nobody's to read.</summary>
internal sealed class NoTraffic : ITrafficSource
{
    public Task<Result<ITrafficTape>> RecordAsync(RecordingSpec spec, CancellationToken cancellationToken) => Task.FromResult<Result<ITrafficTape>>(new SandboxFailure
    {
        Code = FailureCodes.RecordingUnusable,
        Category = FailureCategory.User,
        Message = "This server is shared by a team and keeps no files of its callers, so it records no traffic.",
        Hint = "Record with 'agent-sandbox record start' on your own machine; it reaches the same routers.",
    });
}
