using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;
using AgentSandbox.Orchestration.Reconciling;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Storing;

public sealed class UnderstoodSandboxTests
{
    private static readonly LeaseSpec s_lease = new(TimeSpan.FromMinutes(60), TimeSpan.FromHours(24));

    [Fact]
    public void NonsenseInAServingFork_IsFailed_AndGoesOnServing()
    {
        var record = Understand("""
            [{ "service": "orders", "replicas": "many" }]
            """, """
            [{ "service": "orders", "revision": 2, "phase": "Ready", "specHash": "x", "serving": { "revision": 2, "address": "http://10.0.0.1:8080/", "fork": { "service": "orders", "revision": 2, "image": "orders@sha256:1" } } }]
            """);

        var fork = record.Forks["orders"];
        fork.Phase.Should().Be(ForkPhase.Failed);
        fork.Failure!.Message.Should().Contain("replicas");
        fork.Serving!.Revision.Should().Be(2);
        ForkDecision.Decide(record.Spec.Forks["orders"], fork, servingRuns: true).Should().Be(ForkAction.None, "a typing error is no wish to remove or redo a fork");
    }

    [Fact]
    public void NonsenseInAForkThatNeverServed_KeepsItsPlace_SoThatItsRouteSaysWhy()
    {
        var record = Understand("""[{ "service": "orders", "replicas": "many" }]""", "[]");

        record.Spec.Forks.Should().ContainKey("orders", "without a route the baseline would answer");
        record.Phase.Should().Be(SandboxPhase.Degraded);
        ForkDecision.Decide(record.Spec.Forks["orders"], record.Forks["orders"], servingRuns: false).Should().Be(ForkAction.None);
    }

    [Fact]
    public void Change_OfAnotherFork_LeavesNonsenseToItsAuthor()
    {
        var resource = Resource("""[{ "service": "orders", "replicas": "many" }, 7, { "service": "payments", "image": "payments:1" }]""", "[]");
        var reading = RoutedSandboxReader.Read(resource, s_lease);
        var before = UnderstoodSandbox.Of(reading)!; // the object itself can be used
        var after = before with { Spec = before.Spec with { Forks = before.Spec.Forks.Where(pair => pair.Key != "payments").ToDictionary() } };

        var changed = WishChange.Apply(resource, reading, before, after);

        changed.At("spec", "forks")!.ToJsonString().Should().Contain("many").And.Contain("7").And.NotContain("payments"); // it has a spec
        changed.At("status").Should().BeNull();
    }

    [Fact]
    public void Change_ThatRewritesNonsense_ReplacesIt()
    {
        var resource = Resource("""[{ "service": "orders", "replicas": "many" }]""", "[]");
        var reading = RoutedSandboxReader.Read(resource, s_lease);
        var before = UnderstoodSandbox.Of(reading)!; // the object itself can be used
        var fork = before.Spec.Forks["orders"] with { Revision = 7 };
        var after = before with { Spec = before.Spec with { Forks = new Dictionary<string, ForkSpec> { ["orders"] = fork } } };

        var changed = WishChange.Apply(resource, reading, before, after);

        changed.ObjectsAt("spec", "forks").Single().NumberAt("revision").Should().Be(7);
    }

    [Fact]
    public void Activity_OfUserAndOperator_TheNewestCounts()
    {
        var resource = Resource("[]", "[]");
        resource["status"]!["lastActivity"] = "2026-01-01T10:00:00Z"; // it has a status
        var observed = RoutedSandboxReader.Read(resource, s_lease).Record!;
        WishChange.SetActivity(resource, observed with { LastActivity = new DateTimeOffset(2026, 1, 1, 11, 0, 0, TimeSpan.Zero) });

        RoutedSandboxReader.Read(resource, s_lease).Record!.LastActivity.Hour.Should().Be(11);
    }

    private static SandboxRecord Understand(string forks, string status) => UnderstoodSandbox.Of(RoutedSandboxReader.Read(Resource(forks, status), s_lease))!;

    private static JsonObject Resource(string forks, string status) => (JsonObject)JsonNode.Parse($$"""
        {
          "apiVersion": "agentsandbox.dev/v1alpha1", "kind": "RoutedSandbox",
          "metadata": { "name": "pr-1", "namespace": "shop", "uid": "u", "generation": 3, "resourceVersion": "9", "creationTimestamp": "2026-01-01T09:00:00Z" },
          "spec": { "forks": {{forks}} },
          "status": { "forks": {{status}} }
        }
        """)!;
}
