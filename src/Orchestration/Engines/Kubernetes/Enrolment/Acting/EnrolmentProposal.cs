using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Gathering;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;

/// <summary>What an enrolment would do, for a person to look at.</summary>
internal sealed record EnrolmentProposal
{
    public required EnrolmentRequest Request { get; init; }

    public required NamespaceFacts Facts { get; init; }

    /// <summary>One per Service, by name.</summary>
    public required IReadOnlyList<EnrolmentPlan> Plans { get; init; }

    /// <summary>Services that were not named and cannot be enrolled, with what forbids it.</summary>
    public required IReadOnlyList<(string Service, EnrolmentFinding Finding)> Skipped { get; init; }

    /// <summary>The routers of the namespace.</summary>
    public required IReadOnlyList<ObjectChange> Routers { get; init; }

    /// <summary>Everything that stands in the way; empty when it can be done.</summary>
    public required IReadOnlyList<SandboxFailure> Problems { get; init; }
}
