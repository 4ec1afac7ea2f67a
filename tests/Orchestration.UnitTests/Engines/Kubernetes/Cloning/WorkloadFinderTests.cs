using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes.Workloads;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Cloning;

public sealed class WorkloadFinderTests
{
    private const string Template = "template: { metadata: { labels: { app: orders } } }";

    [Theory]
    [InlineData($"[{{ kind: Deployment, metadata: {{ name: a }}, spec: {{ {Template} }} }}, {{ kind: Deployment, metadata: {{ name: b }}, spec: {{ template: {{ metadata: {{ labels: {{ app: other }} }} }} }} }}]", null, "Deployment/a")]
    [InlineData($"[{{ kind: Deployment, metadata: {{ name: a }}, spec: {{ {Template} }} }}, {{ kind: StatefulSet, metadata: {{ name: b }}, spec: {{ {Template} }} }}]", null, "'Deployment/a' and 'StatefulSet/b'")]
    [InlineData($"[{{ kind: Deployment, metadata: {{ name: a }}, spec: {{ {Template} }} }}, {{ kind: StatefulSet, metadata: {{ name: b }}, spec: {{ {Template} }} }}]", "StatefulSet/b", "StatefulSet/b")]
    [InlineData("[]", "StatefulSet/b", "'StatefulSet/b' does not exist")]
    [InlineData("[]", null, "no workload makes pods")]
    [InlineData($"[{{ kind: Rollout, metadata: {{ name: r }}, spec: {{ workloadRef: {{ kind: Deployment, name: a }} }} }}, {{ kind: Deployment, metadata: {{ name: a }}, spec: {{ {Template} }} }}]", null, "Rollout/r")]
    [InlineData($"[{{ kind: Deployment, metadata: {{ name: fork, labels: {{ agentsandbox.dev/sandbox: pr-1 }} }}, spec: {{ {Template} }} }}]", null, "no workload makes pods")]
    [InlineData($"[{{ kind: ReplicaSet, metadata: {{ name: a-1, ownerReferences: [{{ kind: Deployment, name: a, controller: true }}] }}, spec: {{ {Template} }} }}]", null, "no workload makes pods")]
    public void Service_HasOneWorkload(string workloads, string? named, string expected)
    {
        var service = GoldenCases.Yaml("{ kind: Service, metadata: { name: orders }, spec: { selector: { app: orders } } }");
        var reference = named?.Split('/') is [var kind, var name] ? new WorkloadReference(kind, name) : null;

        var found = WorkloadFinder.Find(service, [.. GoldenCases.Yaml($"{{ items: {workloads} }}").ObjectsAt("items")], [], reference);

        (found.Value?.Describe() ?? found.Failure!.Message).Should().Contain(expected); // either of them
        found.Failure?.Code.Should().Be(FailureCodes.WorkloadNotFound);
    }

    [Fact]
    public void BarePod_IsFound_SoThatItsRefusalSaysWhy()
    {
        var service = GoldenCases.Yaml("{ kind: Service, metadata: { name: orders }, spec: { selector: { app: orders } } }");

        var found = WorkloadFinder.Find(service, [], [GoldenCases.Yaml("{ kind: Pod, metadata: { name: p, labels: { app: orders } } }")], null);

        BaselineTemplate.Of(found.Value!, null).Failure!.Message.Should().Contain("bare pod"); // it is refused
    }
}
