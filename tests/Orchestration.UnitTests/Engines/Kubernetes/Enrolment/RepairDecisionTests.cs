using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Enrolment;

public sealed class RepairDecisionTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(nameof(EnrolmentState.Enrolled), 2, 1, false, nameof(RepairAction.None), 2)]
    [InlineData(nameof(EnrolmentState.PutBack), 0, 1, false, nameof(RepairAction.Repair), 1)]
    [InlineData(nameof(EnrolmentState.Absent), 1, 1, false, nameof(RepairAction.Repair), 2)]
    [InlineData(nameof(EnrolmentState.PutBack), 2, 1, false, nameof(RepairAction.Repair), 3)]
    [InlineData(nameof(EnrolmentState.PutBack), 3, 1, false, nameof(RepairAction.Leave), 3)]
    [InlineData(nameof(EnrolmentState.PutBack), 3, 61, false, nameof(RepairAction.Repair), 1)] // it was quiet for an hour
    [InlineData(nameof(EnrolmentState.PutBack), 3, 61, true, nameof(RepairAction.Leave), 3)] // left is left
    [InlineData(nameof(EnrolmentState.PortsChanged), 3, 1, false, nameof(RepairAction.Repair), 3)] // its owner added a port
    [InlineData(nameof(EnrolmentState.OriginalsLost), 0, 1, false, nameof(RepairAction.RestoreOriginals), 1)]
    public void State_LeadsToAction(string state, int repairs, int minutesAgo, bool isLeft, string action, int next)
    {
        var decision = RepairDecision.Decide(Enum.Parse<EnrolmentState>(state), new RepairHistory(repairs, s_now.AddMinutes(-minutesAgo), isLeft), s_now);

        decision.Action.ToString().Should().Be(action);
        decision.Next.Repairs.Should().Be(next);
    }

    [Fact]
    public void Competitor_IsLeftAfterThreeRepairs_UntilSomebodyEnrolsAgain()
    {
        var history = RepairHistory.None;
        var actions = new List<RepairAction>();
        for (var round = 0; round < 5; round++)
        {
            var decision = RepairDecision.Decide(EnrolmentState.PutBack, history, s_now.AddMinutes(3 * round));
            actions.Add(decision.Action);
            history = decision.Next;
        }

        actions.Should().Equal(RepairAction.Repair, RepairAction.Repair, RepairAction.Repair, RepairAction.Leave, RepairAction.Leave);
        history.IsLeft.Should().BeTrue();
        RepairDecision.Decide(EnrolmentState.Enrolled, history, s_now).Next.IsLeft.Should().BeFalse();
    }

    [Theory]
    [InlineData("{ spec: { selector: { app: x }, ports: [{ port: 80, targetPort: 1 }] } }", nameof(EnrolmentState.Absent))]
    [InlineData("{ metadata: { annotations: { agentsandbox.dev/restore: '{\"spec\":{\"selector\":{\"app\":\"x\"}}}', agentsandbox.dev/ports: '{\"80\":{\"router\":20001,\"target\":1,\"protocol\":\"http\"}}' } }, spec: { selector: { agentsandbox.dev/component: router }, ports: [{ port: 80, targetPort: 20001 }] } }", nameof(EnrolmentState.Enrolled))]
    [InlineData("{ metadata: { annotations: { agentsandbox.dev/restore: '{\"spec\":{\"selector\":{\"app\":\"x\"}}}', agentsandbox.dev/ports: '{}' } }, spec: { selector: { agentsandbox.dev/component: router }, ports: [{ port: 80, targetPort: 20001 }] } }", nameof(EnrolmentState.PortsChanged))]
    [InlineData("{ metadata: { annotations: { agentsandbox.dev/restore: '{\"spec\":{\"selector\":{\"app\":\"x\"}}}', agentsandbox.dev/ports: '{\"80\":{\"router\":20001,\"target\":8080,\"protocol\":\"http\"}}' } }, spec: { selector: { agentsandbox.dev/component: router }, ports: [{ port: 80, targetPort: 8080 }] } }", nameof(EnrolmentState.PutBack))] // the targets alone, time and again, are a contest too
    [InlineData("{ metadata: { annotations: { agentsandbox.dev/restore: '{}' } }, spec: { selector: { app: x }, ports: [{ port: 80, targetPort: 20001 }] } }", nameof(EnrolmentState.PutBack))]
    [InlineData("{ spec: { selector: { agentsandbox.dev/component: router }, ports: [{ port: 80, targetPort: 20001 }] } }", nameof(EnrolmentState.OriginalsLost))]
    [InlineData("{ metadata: { annotations: { agentsandbox.dev/restore: '{nonsense' } }, spec: { selector: { agentsandbox.dev/component: router } } }", nameof(EnrolmentState.OriginalsLost))]
    public void Service_IsInState(string service, string expected) => RepairDecision.Observe(GoldenCases.Yaml(service)).ToString().Should().Be(expected);

    [Theory]
    [InlineData("{ metadata: { name: orders, annotations: { argocd.argoproj.io/tracking-id: x } } }", "ignoreDifferences")]
    [InlineData("{ metadata: { name: orders, labels: { kustomize.toolkit.fluxcd.io/name: x } } }", "IfNotPresent")]
    [InlineData("{ metadata: { name: orders, annotations: { meta.helm.sh/release-name: x } } }", "helm upgrade")]
    [InlineData("{ metadata: { name: orders, managedFields: [{ manager: agent-sandbox, time: \"2026-01-02T00:00:00Z\", fieldsV1: { f:spec: { f:selector: {} } } }, { manager: argocd-controller, time: \"2026-01-01T00:00:00Z\", fieldsV1: { f:spec: { f:selector: {} } } }] } }", "'argocd-controller'")]
    [InlineData("{ metadata: { name: orders, managedFields: [{ manager: my-tool, fieldsV1: { f:spec: { f:selector: {} } } }] } }", "'my-tool'")]
    public void Report_SaysWhoAndWhatToIgnore(string service, string expected)
    {
        var failure = RepairDecision.Contested(GoldenCases.Yaml(service));

        failure.Code.Should().Be(FailureCodes.EnrolmentContested);
        $"{failure.Message} {failure.Hint}".Should().Contain(expected);
    }
}
