using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Routers;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Enrolment;

/// <summary>What routers and endpoints say of themselves.</summary>
public sealed class RoutersTests
{
    private static readonly JsonObject[] s_routers = [Pod("10.0.0.1"), Pod("10.0.0.2")];
    private static readonly RoutedPort[] s_ports = [new() { Port = 80, RouterPort = 20001, Target = 8080, Protocol = ServiceProtocol.Http }];

    [Theory]
    [InlineData("{ subsets: [{ addresses: [{ ip: 10.0.0.1 }, { ip: 10.0.0.2 }], ports: [{ port: 20001 }] }] }", true)]
    [InlineData("{ subsets: [{ addresses: [{ ip: 10.0.0.1 }], notReadyAddresses: [{ ip: 10.0.0.9 }], ports: [{ port: 20001 }] }] }", true)]
    [InlineData("{ subsets: [{ addresses: [{ ip: 10.0.0.1 }, { ip: 10.0.0.9 }], ports: [{ port: 20001 }] }] }", false)] // a pod of its own is still there
    [InlineData("{ subsets: [{ addresses: [{ ip: 10.0.0.1 }], ports: [{ port: 8080 }] }] }", false)] // the selector was followed, the target not yet
    [InlineData("{ subsets: [] }", false)]
    [InlineData("{}", false)]
    public void Endpoints_LeadToRouters(string endpoints, bool expected) =>
        ServiceEndpoints.LeadToRouters(GoldenCases.Yaml(endpoints), s_routers, s_ports).Should().Be(expected);

    [Theory]
    [InlineData("{ subsets: [{ addresses: [{ ip: 10.0.0.9 }] }] }", true)]
    [InlineData("{}", true)]
    [InlineData("{ subsets: [{ addresses: [{ ip: 10.0.0.9 }, { ip: 10.0.0.2 }] }] }", false)]
    public void Endpoints_LeaveRouters(string endpoints, bool expected) =>
        ServiceEndpoints.LeaveRouters(GoldenCases.Yaml(endpoints), s_routers).Should().Be(expected);

    private static JsonObject Pod(string address) => new() { ["status"] = new JsonObject { ["podIP"] = address } };
}
