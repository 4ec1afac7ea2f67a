using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Planning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Router;
using AgentSandbox.Router.Routes;
using AgentSandbox.TestKit.Cluster;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Routing;

public sealed class RoutePlannerTests
{
    private readonly List<JsonObject> _services = [];
    private readonly List<JsonObject> _pods = [];
    private readonly HashSet<ForkId> _seen = [];
    private WireTable? _table = new() { Version = "a-1", UnknownKeys = UnknownKeyPolicy.Refuse };

    [Fact]
    public void ServicesWithEqualTargetPorts_GetListenersOfTheirOwnAndTheirOwnPods()
    {
        _services.Add(ClusterObjects.Enrolled("orders", (null, 80, 8080, ServiceProtocol.Http, 20001)));
        _services.Add(ClusterObjects.Enrolled("payments", (null, 80, 8080, ServiceProtocol.Http, 20002)));
        _pods.Add(ClusterObjects.Pod("orders-1", "10.0.0.1", "orders"));
        _pods.Add(ClusterObjects.Pod("payments-1", "10.0.0.2", "payments"));

        var plan = Plan();

        plan.Listeners.Select(route => (route.Name, route.RouterPort)).Should().Equal(("orders", 20001), ("payments", 20002));
        Baseline(plan, "orders").Addresses.Should().Equal(new Uri("http://10.0.0.1:8080"));
        Baseline(plan, "payments").Addresses.Should().Equal(new Uri("http://10.0.0.2:8080"));
    }

    [Fact]
    public void TargetPortByName_IsResolvedForEachPod()
    {
        _services.Add(ClusterObjects.Enrolled("orders", (null, 80, "web", ServiceProtocol.Http, 20001)));
        _pods.Add(ClusterObjects.Pod("orders-1", "10.0.0.1", "orders", ports: ("web", 8080)));
        _pods.Add(ClusterObjects.Pod("orders-2", "10.0.0.2", "orders", ports: ("web", 9090)));
        _pods.Add(ClusterObjects.Pod("orders-3", "10.0.0.3", "orders", ports: ("other", 7070)));

        Baseline(Plan(), "orders").Addresses.Should().Equal(new Uri("http://10.0.0.1:8080"), new Uri("http://10.0.0.2:9090"));
    }

    [Fact]
    public void SeveralMixedPorts_AreRoutesOfTheirOwn()
    {
        _services.Add(ClusterObjects.Enrolled(
            "orders",
            ("http", 80, 8080, ServiceProtocol.Http, 20001),
            ("grpc", 9000, 9000, ServiceProtocol.H2c, 20002),
            ("db", 5432, "pg", ServiceProtocol.Tcp, 20003)));
        _pods.Add(ClusterObjects.Pod("orders-1", "10.0.0.1", "orders", ports: ("pg", 15432)));
        _table = Table(Fork(ports: new() { [80] = 8081, [9000] = 9001, [5432] = 15433 }, hosts: "10.0.9.1"));

        var plan = Plan();

        plan.Listeners.Select(route => (route.Name, route.Protocol)).Should().BeEquivalentTo([("orders", ServiceProtocol.Http), ("orders.grpc", ServiceProtocol.H2c), ("orders.db", ServiceProtocol.Tcp)]);
        Baseline(plan, "orders.db").Addresses.Should().Equal(new Uri("tcp://10.0.0.1:15432"));
        var forks = plan.Table.Keys["pr-1"].Forks;
        forks.Keys.Should().BeEquivalentTo("orders", "orders.grpc");
        forks["orders.grpc"].Addresses.Should().Equal(new Uri("http://10.0.9.1:9001"));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void PodThatIsNotReadyOrEnds_GetsNoRequests(bool isReady, bool isEnding)
    {
        _services.Add(ClusterObjects.Enrolled("orders", (null, 80, 8080, ServiceProtocol.Http, 20001)));
        _pods.Add(ClusterObjects.Pod("orders-1", "10.0.0.1", "orders", isReady, isEnding));
        _pods.Add(ClusterObjects.Pod("orders-2", "10.0.0.2", "orders"));

        Baseline(Plan(), "orders").Addresses.Should().Equal(new Uri("http://10.0.0.2:8080"));
    }

    [Fact]
    public void BaselineWithoutReadyPods_IsUnavailableAndSaysWhy()
    {
        _services.Add(ClusterObjects.Enrolled("orders", (null, 80, 8080, ServiceProtocol.Http, 20001)));
        _pods.Add(ClusterObjects.Pod("orders-1", "10.0.0.1", "orders", isReady: false));

        var baseline = Baseline(Plan(), "orders");

        baseline.State.Should().Be(BaselineState.Unavailable);
        baseline.Reason.Should().Contain("none of the 1 pod(s)");
    }

    [Fact]
    public void ForkOrRouterWithTheLabelsOfTheBaseline_IsNeverTheBaseline()
    {
        _services.Add(ClusterObjects.Enrolled("orders", (null, 80, 8080, ServiceProtocol.Http, 20001)));
        _pods.Add(ClusterObjects.Pod("fork", "10.0.0.1", "orders", labels: new Dictionary<string, string> { ["app"] = "orders", [KnownNames.SandboxLabel] = "pr-1" }));
        _pods.Add(ClusterObjects.Pod("router", "10.0.0.2", "orders", labels: new Dictionary<string, string> { ["app"] = "orders", [KnownNames.ComponentLabel] = KnownNames.RouterComponent }));

        Baseline(Plan(), "orders").State.Should().Be(BaselineState.Unavailable);
    }

    [Fact]
    public void ForkOfWhichNoPodIsSeenYet_UsesTheOperatorsAddresses()
    {
        ForkedOrders(hosts: "10.0.9.1");

        ForkRoute().Addresses.Should().Equal(new Uri("http://10.0.9.1:8081"));
    }

    [Fact]
    public void ForkOfWhichAPodIsSeen_IsKnownByItsPodsAlone()
    {
        ForkedOrders(hosts: "10.0.9.1");
        _pods.Add(ClusterObjects.ForkPod("fork-2", "10.0.9.2", "pr-1", "orders", 3));

        ForkRoute().Addresses.Should().Equal(new Uri("http://10.0.9.2:8081"));
    }

    [Fact]
    public void ForkWhosePodsWereSeenAndAreGone_IsUnavailable()
    {
        ForkedOrders(hosts: "10.0.9.1");
        _seen.Add(new ForkId("pr-1", "orders", 3));

        ForkRoute().Should().Match<ForkRoute>(fork => fork.State == ForkState.Unavailable && fork.Reason == "it has no pods");
    }

    [Fact]
    public void AddressOfTheOperatorThatAnotherPodHasByNow_IsNotUsed()
    {
        ForkedOrders(hosts: "10.0.9.1");
        _pods.Add(ClusterObjects.Pod("stranger", "10.0.9.1", "stranger"));

        ForkRoute().State.Should().Be(ForkState.Unavailable);
    }

    [Fact]
    public void ForkWhosePodsAreNotReady_IsUnavailableAndNeverTheBaseline()
    {
        ForkedOrders(hosts: "10.0.9.1");
        _pods.Add(ClusterObjects.ForkPod("fork-1", "10.0.9.1", "pr-1", "orders", 3, isReady: false));

        ForkRoute().Should().Match<ForkRoute>(fork => fork.State == ForkState.Unavailable && fork.Reason == "none of its 1 pod(s) is ready");
    }

    [Fact]
    public void PodsOfAnotherRevision_DoNotServe()
    {
        ForkedOrders(hosts: "10.0.9.1");
        _pods.Add(ClusterObjects.ForkPod("old", "10.0.9.7", "pr-1", "orders", 2));

        ForkRoute().Addresses.Should().Equal(new Uri("http://10.0.9.1:8081"));
    }

    [Fact]
    public void ForkWithoutAPortBehindThePortOfTheService_IsUnavailable()
    {
        _services.Add(ClusterObjects.Enrolled("orders", (null, 80, 8080, ServiceProtocol.Http, 20001)));
        _table = Table(Fork(ports: new() { [81] = 8081 }, hosts: "10.0.9.1"));

        ForkRoute().Reason.Should().Contain("no port behind port 80");
    }

    [Fact]
    public void RouterPortThatACopyOfAServiceWants_StaysWithTheOlderOneAndIsReported()
    {
        var copy = ClusterObjects.Enrolled("a-copy", (null, 80, 8080, ServiceProtocol.Http, 20001));
        var orders = ClusterObjects.Enrolled("orders", (null, 80, 8080, ServiceProtocol.Http, 20001));
        copy["metadata"]!["creationTimestamp"] = "2026-02-02T00:00:00Z"; // made above
        orders["metadata"]!["creationTimestamp"] = "2026-01-01T00:00:00Z"; // made above
        _services.AddRange([copy, orders]);

        var plan = Plan();

        plan.Listeners.Select(route => route.Name).Should().Equal("orders");
        plan.Conflicts.Should().Equal(new RouteConflict("a-copy", 20001, "orders"));
    }

    [Fact]
    public void WithoutATable_TheBaselineIsServedAndKeysAreNotDecided()
    {
        _services.Add(ClusterObjects.Enrolled("orders", (null, 80, 8080, ServiceProtocol.Http, 20001)));
        _pods.Add(ClusterObjects.Pod("orders-1", "10.0.0.1", "orders"));
        _table = null;

        var plan = Plan();

        plan.Table.Complete.Should().BeFalse();
        Baseline(plan, "orders").State.Should().Be(BaselineState.Ready);
    }

    [Fact]
    public void EndedKey_KeepsItsReason()
    {
        _table = new WireTable { Keys = [new WireKey { Key = "pr-9", Sandbox = "pr-9", State = KeyState.Ended, EndReason = "its lease ended" }] };

        Plan().Table.Keys["pr-9"].Should().Match<KeyRoute>(key => key.State == KeyState.Ended && key.EndReason == "its lease ended");
    }

    [Fact]
    public void ServiceThatIsGivenBack_IsServedFromItsOwnPodsAndLeaves()
    {
        var leaving = ClusterObjects.Leaving(ClusterObjects.Enrolled("orders", (null, 80, 8080, ServiceProtocol.Http, 20001)));
        leaving["spec"]!["selector"] = new JsonObject { ["app"] = "orders" }; // a Service has one
        _services.Add(leaving);
        _pods.Add(ClusterObjects.Pod("orders-1", "10.0.0.1", "orders"));

        var plan = Plan();

        plan.Listeners.Should().ContainSingle().Which.IsLeaving.Should().BeTrue();
        Baseline(plan, "orders").Addresses.Should().Equal(new Uri("http://10.0.0.1:8080"));
    }

    private static BaselineRoute Baseline(RoutePlan plan, string name) => plan.Table.Services[name];

    private static WireFork Fork(Dictionary<int, int> ports, params string[] hosts) =>
        new() { Sandbox = "pr-1", Service = "orders", Revision = 3, Ports = ports, Hosts = hosts };

    private static WireTable Table(WireFork fork) => new() { Version = "a-1", Keys = [new WireKey { Key = "pr-1", Sandbox = "pr-1", Forks = [fork] }] };

    private void ForkedOrders(params string[] hosts)
    {
        _services.Add(ClusterObjects.Enrolled("orders", (null, 80, 8080, ServiceProtocol.Http, 20001)));
        _table = Table(Fork(new() { [80] = 8081 }, hosts));
    }

    private ForkRoute ForkRoute() => Plan().Table.Keys["pr-1"].Forks["orders"];

    private RoutePlan Plan() => RoutePlanner.Plan(7, new RouteFacts
    {
        Table = _table,
        Routes = [.. _services.SelectMany(ServiceRoutes.Of)],
        Pods = [.. _pods.Select(RoutedPod.Of)],
        SeenForks = _seen,
    });
}
