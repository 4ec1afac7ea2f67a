using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

namespace AgentSandbox.McpServer.CommandLine.Cluster.Enrolling;

/// <summary>Shows the plan of an enrolment: for a person to read, and as JSON.</summary>
internal static class EnrolmentText
{
    public static IEnumerable<string> Lines(EnrolmentProposal proposal)
    {
        foreach (var plan in proposal.Plans)
        {
            yield return $"Service '{plan.Service}'{(plan.Patch is null ? ": is enrolled; nothing changes." : ":")}";
            foreach (var line in plan.Changes.Concat(plan.Ports.Select(Port)).Concat(plan.Findings.Select(finding => Finding(finding, proposal.Request.Accepted))))
            {
                yield return $"  {line}";
            }
        }

        foreach (var (service, finding) in proposal.Skipped)
        {
            yield return $"Service '{service}': left out, {finding}";
        }

        foreach (var change in proposal.Routers.Where(change => change.Kind != ObjectChangeKind.Unchanged))
        {
            yield return $"Routers: {change}";
        }
    }

    public static EnrolmentReport Report(EnrolmentProposal proposal, IReadOnlyList<ServiceOutcome>? outcomes) => new()
    {
        Namespace = proposal.Request.Namespace,
        Services =
        [
            .. proposal.Plans.Select(plan => Service(proposal, plan, outcomes?.FirstOrDefault(outcome => outcome.Service == plan.Service))),
            .. proposal.Skipped.Select(pair => new ServiceReport { Service = pair.Service, Outcome = "skipped", Findings = [FindingReport.Of(pair.Finding, proposal.Request.Accepted)] }),
        ],
        Routers = [.. proposal.Routers.Where(change => change.Kind != ObjectChangeKind.Unchanged).Select(ChangeReport.Of)],
        Problems = outcomes is null ? proposal.Problems : [],
    };

    public static EnrolmentReport Report(string @namespace, IReadOnlyList<ServiceOutcome> outcomes) => new()
    {
        Namespace = @namespace,
        Services = [.. outcomes.Select(outcome => new ServiceReport { Service = outcome.Service, Outcome = Word(outcome.Kind), Failure = outcome.Failure })],
    };

    private static ServiceReport Service(EnrolmentProposal proposal, EnrolmentPlan plan, ServiceOutcome? outcome) => new()
    {
        Service = plan.Service,
        Outcome = outcome is null ? (plan.Patch is null ? "unchanged" : "planned") : Word(outcome.Kind),
        Changes = plan.Changes,
        Ports = [.. plan.Ports.Select(port => new PortReport(port.Port, port.RouterPort, port.Target.ToString(), port.ProtocolName))],
        Findings = [.. plan.Findings.Select(finding => FindingReport.Of(finding, proposal.Request.Accepted))],
        RestoreCommand = EnrolmentPatches.RestoreCommand(proposal.Request.Namespace, plan.Service),
        Failure = outcome?.Failure,
    };

    private static string Port(RoutedPort port) => $"port {port.Port}: {port.ProtocolName}{(port.Protocol == Router.ServiceProtocol.Tcp ? " (passed through, not routed)" : "")}, pods' port {port.Target}, routers' port {port.RouterPort}";

    private static string Finding(EnrolmentFinding finding, IReadOnlySet<string> accepted) => finding.Weight switch
    {
        FindingWeight.Refusal => $"✖ {finding}",
        FindingWeight.Acceptable when accepted.Contains(finding.Code) => $"! {finding} (accepted)",
        FindingWeight.Acceptable => $"! {finding} (--accept {finding.Code})",
        _ => $"• {finding}",
    };

    private static string Word(ServiceOutcomeKind kind) => kind.ToString().ToLowerInvariant();
}
