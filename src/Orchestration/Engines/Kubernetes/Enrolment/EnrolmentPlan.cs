using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;

/// <summary>What an enrolment would change, and what speaks against it.</summary>
internal sealed record EnrolmentPlan
{
    /// <summary>The Service's name.</summary>
    public required string Service { get; init; }

    /// <summary>Its ports and the routers'.</summary>
    public required IReadOnlyList<RoutedPort> Ports { get; init; }

    /// <summary>Each changed field, as <c>spec.selector: app=orders → …</c>; empty when it is enrolled already.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>What was found, the gravest first.</summary>
    public required IReadOnlyList<EnrolmentFinding> Findings { get; init; }

    /// <summary>The JSON merge patch that enrols; null when nothing is to change.</summary>
    public required JsonObject? Patch { get; init; }

    /// <summary>Findings that forbid the enrolment, given what was accepted.</summary>
    public IReadOnlyList<EnrolmentFinding> Blocking(IReadOnlySet<string> accepted) =>
        [.. Findings.Where(finding => finding.Weight == FindingWeight.Refusal || (finding.Weight == FindingWeight.Acceptable && !accepted.Contains(finding.Code)))];
}
