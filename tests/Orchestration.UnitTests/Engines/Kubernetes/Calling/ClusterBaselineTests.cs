using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling;
using AgentSandbox.Router;
using AgentSandbox.TestKit.Cluster;
using ServiceKind = AgentSandbox.Orchestration.Configuration.Services.ServiceKind;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Calling;

public sealed class ClusterBaselineTests
{
    private readonly FilledCache _services = new();
    private readonly FilledCache _pods = new();

    [Fact]
    public void FromOutside_ServicesAreForwarded_AndHaveNoDirectAddress()
    {
        _services.Set(ClusterObjects.Enrolled("orders", (null, 80, 8080, Router.ServiceProtocol.Http, 20000)));

        var orders = Baseline(CallerPlace.Outside).Services.Single();

        (orders.IsForwarded, orders.DirectAddress).Should().Be((true, null));
    }

    [Fact]
    public void FromInside_AnEnrolledService_IsReachedByItsName()
    {
        _services.Set(ClusterObjects.Enrolled("orders", (null, 80, 8080, Router.ServiceProtocol.Http, 20000)));

        Baseline(CallerPlace.Inside).Services.Single().DirectAddress.Should().Be(new Uri("http://orders.shop:80"));
    }

    [Fact]
    public void ConfiguredAddress_IsTheDirectOne()
    {
        _services.Set(ClusterObjects.Enrolled("orders", (null, 80, 8080, Router.ServiceProtocol.Http, 20000)));
        var configured = new ServiceConfiguration { Name = "orders", Kind = ServiceKind.Process, Direct = new Uri("http://10.0.0.7") };

        Baseline(CallerPlace.Outside, configured).Services.Single().DirectAddress.Should().Be(new Uri("http://10.0.0.7"));
    }

    [Fact]
    public void Calls_AreWhatPodsAreTold()
    {
        _services.Set(ClusterObjects.Enrolled("orders", (null, 80, 8080, Router.ServiceProtocol.Http, 20000)), ClusterObjects.Enrolled("payments", (null, 80, 8080, Router.ServiceProtocol.Http, 20001)));
        var pod = ClusterObjects.Pod("orders-1", "10.0.0.1", "orders");
        pod["spec"]!["containers"]![0]!["env"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"name":"PAYMENTS","value":"http://payments"}]""");
        _pods.Set(pod);

        Baseline(CallerPlace.Outside).Services.Select(service => (service.Name, string.Join(',', service.Calls))).Should().Equal(("orders", "payments"), ("payments", ""));
    }

    private ClusterBaseline Baseline(CallerPlace place, params ServiceConfiguration[] configured)
    {
        var caches = new CallerCaches(ClusterObjects.Namespace, kind => kind == ResourceKinds.Services ? _services : kind == ResourceKinds.Pods ? _pods : new FilledCache());
        var configuration = new SandboxConfiguration { Version = 1, Engine = EngineKind.Kubernetes, Services = configured.ToDictionary(service => service.Name) };
        return new ClusterBaseline(caches, configuration, name => new Uri($"http://127.0.0.1/{name}"), "a cluster", place);
    }
}
