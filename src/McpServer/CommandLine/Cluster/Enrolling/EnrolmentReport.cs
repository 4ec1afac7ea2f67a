using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.CommandLine.Cluster.Enrolling;

/// <summary>What <c>enroll</c> and <c>unenroll</c> print as JSON.</summary>
internal sealed record EnrolmentReport
{
    public required string Namespace { get; init; }

    public required IReadOnlyList<ServiceReport> Services { get; init; }

    /// <summary>Objects of the routers that are not there as they should be.</summary>
    public IReadOnlyList<ChangeReport> Routers { get; init; } = [];

    /// <summary>Everything that stands in the way of a plan.</summary>
    public IReadOnlyList<SandboxFailure> Problems { get; init; } = [];
}
