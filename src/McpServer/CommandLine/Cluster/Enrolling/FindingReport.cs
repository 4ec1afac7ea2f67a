using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;

namespace AgentSandbox.McpServer.CommandLine.Cluster.Enrolling;

/// <summary>What speaks against an enrolment, for JSON.</summary>
internal sealed record FindingReport(string Code, string Weight, string Object, string Change, bool Accepted)
{
    public static FindingReport Of(EnrolmentFinding finding, IReadOnlySet<string> accepted) =>
        new(finding.Code, finding.Weight.ToString().ToLowerInvariant(), finding.Object, finding.Change, finding.Weight == FindingWeight.Acceptable && accepted.Contains(finding.Code));
}
