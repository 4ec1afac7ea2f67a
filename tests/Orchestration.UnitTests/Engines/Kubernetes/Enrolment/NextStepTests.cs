using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Steps;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Enrolment;

/// <summary>Enrolling and its undoing as the steps that a Service goes through, with a stop at any of them.</summary>
public sealed class NextStepTests
{
    private const string Plain = """
        kind: Service
        metadata: { name: orders, namespace: shop, labels: { app: orders }, annotations: { team: a } }
        spec: { selector: { app: orders }, ports: [{ name: http, protocol: TCP, port: 80, targetPort: web }, { name: grpc, protocol: TCP, port: 81, targetPort: 9000 }] }
        """;

    [Fact]
    public void PlainService_IsPreparedThenSwitched()
    {
        var states = Enrol(Service(), 5);

        states.Select(state => state.Step).Should().Equal(EnrolmentStep.Prepare, EnrolmentStep.Switch, EnrolmentStep.Done, EnrolmentStep.Done, EnrolmentStep.Done);
        states[1].Service["spec"]!.ToJsonString().Should().Be(Service()["spec"]!.ToJsonString(), "preparing changes nothing for clients"); // both have one
        RepairDecision.Observe(states[1].Service).Should().Be(EnrolmentState.Absent, "there is nothing yet that the operator would repair");
        RepairDecision.Observe(states[2].Service).Should().Be(EnrolmentState.Enrolled);
    }

    [Fact]
    public void PreparedService_HasPlanOfTheSamePorts()
    {
        var prepared = Enrol(Service(), 2)[1].Service;

        EnrolmentPlanner.Plan(Facts(prepared)).Ports.Select(port => port.RouterPort).Should().Equal(EnrolmentPlanner.Plan(Facts(Service())).Ports.Select(port => port.RouterPort));
    }

    [Fact]
    public void PortThatWasAddedSince_IsPreparedFirst()
    {
        var enrolled = Enrol(Service(), 3)[2].Service;
        ((JsonArray)enrolled["spec"]!["ports"]!).Add(JsonNode.Parse("""{ "name": "http-admin", "protocol": "TCP", "port": 82, "targetPort": 9100 }""")); // it has ports

        var states = Enrol(enrolled, 3);

        states.Select(state => state.Step).Should().Equal(EnrolmentStep.Prepare, EnrolmentStep.Switch, EnrolmentStep.Done);
        states[1].Service.Labels()[KnownNames.EnrolledLabel].Should().Be(KnownNames.EnrolledValue, "its traffic passes the routers all the time");
        EnrolledService.OriginalPorts(states[2].Service).Select(port => port["targetPort"]!.ToString()).Should().Equal("web", "9000", "9100");
    }

    [Fact]
    public void SelectorThatWasPutBack_IsSwitchedAgain()
    {
        var enrolled = Enrol(Service(), 3)[2].Service;
        enrolled["spec"] = Service()["spec"]!.DeepClone(); // it has one

        Enrol(enrolled, 2).Select(state => state.Step).Should().Equal(EnrolmentStep.Switch, EnrolmentStep.Done);
    }

    [Theory]
    [InlineData(0, 0)] // nothing was done yet
    [InlineData(1, 1)] // prepared only
    [InlineData(2, 2)] // enrolled
    public void Unenrolment_TakesEverythingBack_FromAnyStep(int enrolmentSteps, int unenrolmentSteps)
    {
        var service = Enrol(Service(), enrolmentSteps + 1)[enrolmentSteps].Service;

        var states = Unenrol(service, unenrolmentSteps + 1);

        states[^1].Step.Should().Be(UnenrolmentStep.Done);
        states.Take(unenrolmentSteps).Should().NotContain(state => state.Step == UnenrolmentStep.Done);
        Canonical(states[^1].Service).Should().Be(Canonical(Service()));
    }

    [Fact]
    public void ServiceThatLeaves_IsKnownToRouters_AndNotToTheOperator()
    {
        var leaving = Unenrol(Enrol(Service(), 3)[2].Service, 2)[1].Service;

        leaving.Labels()[KnownNames.EnrolledLabel].Should().Be(KnownNames.LeavingValue);
        EnrolledService.Allocated(leaving).Should().HaveCount(2);
        EnrolledService.OriginalSelector(leaving).Should().Equal(new Dictionary<string, string> { ["app"] = "orders" });
        EnrolledService.OriginalPorts(leaving).Select(port => port["targetPort"]!.ToString()).Should().Equal("web", "9000"); // they have targets
        EnrolledService.IsMarked(leaving).Should().BeFalse();
    }

    [Fact]
    public void ServiceThatLeaves_IsEnrolledAgainFromTheStart()
    {
        var leaving = Unenrol(Enrol(Service(), 3)[2].Service, 2)[1].Service;

        Enrol(leaving, 3).Select(state => state.Step).Should().Equal(EnrolmentStep.Prepare, EnrolmentStep.Switch, EnrolmentStep.Done);
    }

    private static JsonObject Service() => GoldenCases.Yaml(Plain);

    private static EnrolmentFacts Facts(JsonObject service) => new() { Service = service, Services = [service] };

    private static string Canonical(JsonObject service) => ObjectHash.Canonical(service)!.ToJsonString(); // an object stays one

    private static List<(EnrolmentStep Step, JsonObject Service)> Enrol(JsonObject service, int looks)
    {
        var states = new List<(EnrolmentStep, JsonObject)>();
        for (var i = 0; i < looks; i++)
        {
            var plan = EnrolmentPlanner.Plan(Facts(service));
            var step = NextStep.OfEnrolment(service, plan);
            states.Add((step, service));
            service = step switch
            {
                EnrolmentStep.Prepare => JsonMerge.Patch(service, EnrolmentPatches.Prepare(service, plan.Ports)),
                EnrolmentStep.Switch => JsonMerge.Patch(service, plan.Patch!), // there is something to do
                _ => service,
            };
        }

        return states;
    }

    private static List<(UnenrolmentStep Step, JsonObject Service)> Unenrol(JsonObject service, int looks)
    {
        var states = new List<(UnenrolmentStep, JsonObject)>();
        for (var i = 0; i < looks; i++)
        {
            var step = NextStep.OfUnenrolment(service);
            states.Add((step, service));
            service = step switch
            {
                UnenrolmentStep.GiveBack => JsonMerge.Patch(service, EnrolmentPatches.GiveBack(service)),
                UnenrolmentStep.Release => JsonMerge.Patch(service, EnrolmentPatches.Release(service)),
                _ => service,
            };
        }

        return states;
    }
}
