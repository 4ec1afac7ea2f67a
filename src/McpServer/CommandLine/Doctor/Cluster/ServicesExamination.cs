using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Gathering;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.McpServer.CommandLine.Doctor.Cluster;

/// <summary>Whether the Services that the configuration names are there and enrolled, and what speaks against it where they are not.</summary>
internal sealed class ServicesExamination(IKubernetesApi api)
{
    private static readonly IReadOnlyDictionary<int, Router.ServiceProtocol> s_asTheyAre = new Dictionary<int, Router.ServiceProtocol>();

    public async Task<IReadOnlyList<Finding>> RunAsync(SandboxConfiguration configuration, CancellationToken cancellationToken)
    {
        var read = await new FactsReader(api, api.Namespace).ReadAsync(cancellationToken);
        if (!read.IsSuccess)
        {
            return [ClusterExamination.Wrong("services", read.Failure)];
        }

        var findings = new List<Finding>();
        foreach (var name in configuration.Services.Keys.Order(StringComparer.Ordinal))
        {
            findings.Add(read.Value.Of(name, s_asTheyAre) is { } facts
                ? Describe(facts)
                : new("service " + name, Severity.Wrong, $"agent-sandbox.yaml describes it, and namespace '{api.Namespace}' has no Service of that name.", "Create it, or correct the name."));
        }

        return findings;
    }

    private static Finding Describe(EnrolmentFacts facts)
    {
        var (name, subject) = (facts.Service.Name(), "service " + facts.Service.Name());
        if (EnrolledService.SelectsRouters(facts.Service))
        {
            return new(subject, Severity.Fine, "enrolled.");
        }

        var against = EnrolmentPlanner.Plan(facts).Findings.Where(finding => finding.Weight != FindingWeight.Information).ToList();
        return new(
            subject,
            Severity.Note,
            against.Count == 0 ? "not enrolled: requests to it meet no fork." : $"not enrolled: requests to it meet no fork. Against enrolling: {string.Join("; ", against)}",
            against.Exists(finding => finding.Weight == FindingWeight.Refusal) ? "It cannot be enrolled as it is." : $"Run 'agent-sandbox enroll {name}'{string.Concat(against.Select(finding => $" --accept {finding.Code}"))}.");
    }
}
