using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.CommandLine.Cluster.Enrolling;

/// <summary>One Service of an enrolment, for JSON.</summary>
internal sealed record ServiceReport
{
    public required string Service { get; init; }

    /// <summary>planned, unchanged, enrolled, givenback, skipped or failed.</summary>
    public required string Outcome { get; init; }

    public IReadOnlyList<string> Changes { get; init; } = [];

    public IReadOnlyList<PortReport> Ports { get; init; } = [];

    public IReadOnlyList<FindingReport> Findings { get; init; } = [];

    /// <summary>What restores it when nothing of ours is left.</summary>
    public string? RestoreCommand { get; init; }

    public SandboxFailure? Failure { get; init; }
}
