using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;

/// <summary>Plans the enrolment of a Service.</summary>
internal static class EnrolmentPlanner
{
    public static EnrolmentPlan Plan(EnrolmentFacts facts)
    {
        var router = RouterPorts.Allocate(facts.Service, facts.Services);
        IReadOnlyList<RoutedPort> ports = [.. EnrolledService.OriginalPorts(facts.Service).Where(port => port.NumberAt("port") is not null).Select(port => Routed(port, router, facts))];
        var patch = EnrolmentPatches.Enrol(facts.Service, ports);
        var changes = EnrolmentPatches.Describe(facts.Service, patch);
        return new EnrolmentPlan
        {
            Service = facts.Service.Name(),
            Ports = ports,
            Changes = changes,
            Findings = [.. ServiceFindings.Of(facts, ports).Concat(SurroundingFindings.Of(facts)).OrderBy(finding => finding.Weight)],
            Patch = changes.Count == 0 ? null : patch,
        };
    }

    /// <summary>The failure of a plan that may not be carried out; null when it may.</summary>
    public static SandboxFailure? Refuse(EnrolmentPlan plan, IReadOnlySet<string> accepted)
    {
        var blocking = plan.Blocking(accepted);
        var acceptable = blocking.Where(finding => finding.Weight == FindingWeight.Acceptable).Select(finding => finding.Code).Distinct().ToList();
        return blocking.Count == 0 ? null : new SandboxFailure
        {
            Code = FailureCodes.EnrolmentRefused,
            Category = FailureCategory.Environment,
            Message = $"The Service '{plan.Service}' was not enrolled: {string.Join(" ", blocking.Select(finding => finding.ToString()))}",
            Hint = acceptable.Count == blocking.Select(finding => finding.Code).Distinct().Count()
                ? $"If these changes are fine, enrol it with {string.Join(" ", acceptable.Select(code => $"--accept {code}"))}."
                : "Leave this Service as it is, and fork the services behind it, or those that call it.",
        };
    }

    private static RoutedPort Routed(JsonObject port, IReadOnlyDictionary<int, int> router, EnrolmentFacts facts)
    {
        var number = port.NumberAt("port") ?? 0; // filtered
        var said = facts.Protocols.TryGetValue(number, out var protocol) ? protocol
            : EnrolledService.Allocated(facts.Service).TryGetValue(number, out var before) ? before.Protocol
            : (Router.ServiceProtocol?)null;
        return new RoutedPort
        {
            Port = number,
            Name = port.TextAt("name"),
            RouterPort = router[number],
            Target = Cloning.ContainerChoice.TargetOf(port).DeepClone(),
            Protocol = PortProtocol.Of(port, said).Protocol,
        };
    }
}
