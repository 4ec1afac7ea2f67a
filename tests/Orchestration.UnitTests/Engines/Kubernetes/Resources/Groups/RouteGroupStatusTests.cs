using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Groups;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UnitTests.Groups;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Resources.Groups;

public sealed class RouteGroupStatusTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ReadyGroup_SaysSo_AndTheSameFactsGiveTheSameStatus()
    {
        var group = Resource();
        var status = Write(group, s_now, RouteGroupsTests.Ready("a", "orders"), RouteGroupsTests.Ready("b", "payments"));
        group["status"] = status.DeepClone();

        var later = Write(group, s_now.AddHours(1), RouteGroupsTests.Ready("a", "orders"), RouteGroupsTests.Ready("b", "payments"));

        (status.TextAt("phase"), status.TextAt("members"), status.TextAt("key"), status.LongAt("observedGeneration")).Should().Be(("Ready", "2/2", "both", 3));
        Conditions(status).Should().Equal("Accepted True Valid", "Ready True Ready", "Routed True Confirmed");
        JsonNode.DeepEquals(status, later).Should().BeTrue();
    }

    [Fact]
    public void MissingSandbox_IsTheReason() =>
        Conditions(Write(Resource(), s_now, RouteGroupsTests.Ready("a", "orders"))).Should().Equal("Accepted True Valid", "Ready False member_missing", "Routed False NotReady");

    [Fact]
    public void Conflict_IsTheReason_AndTheRestIsRouted() =>
        Conditions(Write(Resource(), s_now, RouteGroupsTests.Ready("a", "orders"), RouteGroupsTests.Ready("b", "orders"))).Should()
            .Equal("Accepted True Valid", "Ready False group_conflict", "Routed True Confirmed");

    [Fact]
    public void NameOfASandbox_IsNotAccepted() =>
        Conditions(Write(Resource(), s_now, RouteGroupsTests.Ready("a", "orders"), RouteGroupsTests.Ready("b", "payments"), RouteGroupsTests.Ready("both", "web")))[0]
            .Should().Be("Accepted False name_taken");

    [Fact]
    public void ForkThatIsOnItsWay_IsProgress()
    {
        var status = Write(Resource(), s_now, RouteGroupsTests.Ready("a", "orders"), Records.Sandbox("b", default).WithFork("payments", 1));

        (status.TextAt("phase"), status.TextAt("members")).Should().Be(("Progressing", "1/2"));
        Conditions(status)[1].Should().Be("Ready False Progressing");
    }

    [Fact]
    public void Nonsense_IsNotAccepted()
    {
        var resource = Resource();
        resource["spec"]!["sandboxes"] = new JsonArray("Not A Name"); // it has a spec

        var status = RouteGroupStatus.Write(resource, RouteGroupResource.Read(resource).Failure!, isRouted: true, "token", s_now); // it is a failure

        Conditions(status)[0].Should().Be("Accepted False invalid_name");
        status.TextAt("phase").Should().Be("Degraded");
    }

    [Fact]
    public void Group_WrittenAndRead_IsTheSame()
    {
        var group = new RouteGroup { Name = new SandboxId("both"), Sandboxes = [new SandboxId("a")], Owner = new Owner("ada", "/trees/a") };

        RouteGroupResource.Read(RouteGroupResource.Write(group, "shop")).Value.Should().BeEquivalentTo(group);
    }

    private static JsonObject Resource() => JsonNode.Parse("""
        { "apiVersion": "agentsandbox.dev/v1alpha1", "kind": "RouteGroup", "metadata": { "name": "both", "namespace": "shop", "generation": 3 }, "spec": { "sandboxes": ["a", "b"] } }
        """)!.AsObject();

    private static JsonObject Write(JsonObject resource, DateTimeOffset now, params SandboxRecord[] sandboxes)
    {
        var group = RouteGroupResource.Read(resource).Value!; // it can be read
        var state = RouteGroups.Judge(group, id => sandboxes.FirstOrDefault(record => record.Spec.Id == id), isRunKey: _ => false);
        return RouteGroupStatus.Write(resource, state, isRouted: true, "token", now);
    }

    private static List<string> Conditions(JsonObject status) =>
        [.. status.ObjectsAt("conditions").Select(condition => $"{condition.TextAt("type")} {condition.TextAt("status")} {condition.TextAt("reason")}")];
}
