using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Kubernetes.ClusterTests.Enrolment;

/// <summary>The whole way of a Service through the routers and back, with requests all the time.</summary>
public sealed class EnrolTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    private readonly Enrolments _enrolments = new(space);

    [OurClusterFact]
    public async Task Enrolment_AndItsUndoing_LoseNoRequest()
    {
        await _enrolments.DeployAsync("orders");
        (await _enrolments.PlanAsync("orders")).Get().Problems.Should().ContainSingle().Which.Code.Should().Be(FailureCodes.OperatorMissing);
        await _enrolments.InstallAsync(await ProgramImages.ProductAsync());
        var before = await _enrolments.ServiceAsync("orders");
        await using var load = await ServiceLoad.StartAsync(before);

        await _enrolments.EnrolAsync("orders", ServiceOutcomeKind.Enrolled);
        var enrolled = await _enrolments.ServiceAsync("orders");
        EnrolledService.SelectsRouters(enrolled).Should().BeTrue();
        await load.PassAsync(200);
        await _enrolments.EnrolAsync("orders", ServiceOutcomeKind.Unchanged);
        Enrolments.Version(await _enrolments.ServiceAsync("orders")).Should().Be(Enrolments.Version(enrolled), "enrolling twice changes nothing");

        await _enrolments.UnenrolAsync("orders");
        await load.PassAsync(200);
        var after = await _enrolments.ServiceAsync("orders");
        Enrolments.Wanted(after).Should().Be(Enrolments.Wanted(before));
        (await load.StopAsync()).Should().BeEmpty("no request is lost");

        var report = (await _enrolments.UninstallAsync(RemovalMode.Careful)).Get();
        report.Removed.Should().Contain(name => name.Contains("agent-sandbox-router", StringComparison.Ordinal));
        Enrolments.Wanted(await _enrolments.ServiceAsync("orders")).Should().Be(Enrolments.Wanted(before));
    }

    [OurClusterFact]
    public async Task HalfDoneEnrolments_AreFinishedOrTakenBackByTheNextRun()
    {
        await _enrolments.DeployAsync("half");
        await _enrolments.DeployAsync("other");
        await _enrolments.InstallAsync(await ProgramImages.ProductAsync());
        var before = Enrolments.Wanted(await _enrolments.ServiceAsync("half"));

        await _enrolments.PrepareByHandAsync("half");
        await _enrolments.PrepareByHandAsync("other");
        await _enrolments.EnrolAsync("half", ServiceOutcomeKind.Enrolled);
        await _enrolments.UnenrolAsync("other");
        EnrolledService.Allocated(await _enrolments.ServiceAsync("other")).Should().BeEmpty();

        var service = await _enrolments.ServiceAsync("half");
        await _enrolments.PatchAsync(service, EnrolmentPatches.GiveBack(service));
        await _enrolments.UnenrolAsync("half");
        Enrolments.Wanted(await _enrolments.ServiceAsync("half")).Should().Be(before);
        (await _enrolments.UninstallAsync(RemovalMode.Careful)).Should().BeSuccess();
    }

    [ClusterFact]
    public async Task EverythingThatStandsInTheWay_IsToldAtOnce()
    {
        var headless = TestNamespace.Object(ResourceKinds.Services, "headless", space.Name);
        headless["spec"] = JsonNode.Parse("""{ "clusterIP": "None", "selector": { "app": "x" }, "ports": [{ "name": "http", "port": 80 }] }""");
        (await space.Api.CreateAsync(ResourceKinds.Services, headless, CancellationToken.None)).Should().BeSuccess();

        var proposal = (await _enrolments.PlanAsync("headless", "hedless")).Get();

        proposal.Problems.Select(problem => problem.Code).Should().Contain([FailureCodes.ServiceNotFound, FailureCodes.EnrolmentRefused]);
        SeveralFailures.Join(proposal.Problems)!.Evidence.Should().Contain(line => line.Contains("headless (Service/headless)", StringComparison.Ordinal)); // there are some
        proposal.Problems.Should().Contain(problem => problem.Hint.Contains("'headless'", StringComparison.Ordinal));
        (await space.Api.DeleteAsync(ResourceKinds.Services, space.Name, "headless", DeleteOptions.Usual, CancellationToken.None)).Should().BeSuccess();
    }
}
