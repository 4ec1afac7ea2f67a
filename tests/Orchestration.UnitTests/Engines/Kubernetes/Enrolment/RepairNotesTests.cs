using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Enrolment;

public sealed class RepairNotesTests
{
    [Fact]
    public void History_IsReadBackFromTheService()
    {
        var history = new RepairHistory(2, new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero), true);
        var service = GoldenCases.Yaml("{ metadata: { name: orders } }");
        service.Ensure("metadata")["annotations"] = RepairNotes.Write(history, "left to argocd");

        RepairNotes.Read(service).Should().Be(history);
        RepairNotes.Contest(service).Should().Be("left to argocd");
    }

    [Theory]
    [InlineData("{ metadata: { name: orders } }")]
    [InlineData("{ metadata: { annotations: { agentsandbox.dev/repairs: '{nonsense' } } }")]
    [InlineData("{ metadata: { annotations: { agentsandbox.dev/repairs: '{\"repairs\":-3}' } } }")]
    public void WhatIsMissingOrNonsense_BeginsAnew(string service) => RepairNotes.Read(GoldenCases.Yaml(service)).Should().Be(RepairHistory.None);
}
