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
    private static readonly Patience s_patience = new() { Limit = TestTimeouts.Default };

    [OurClusterFact]
    public async Task Enrolment_AndItsUndoing_LoseNoRequest()
    {
        await DeployAsync("orders");
        (await PlanAsync("orders")).Get().Problems.Should().ContainSingle().Which.Code.Should().Be(FailureCodes.OperatorMissing);
        await InstallAsync();
        var before = await ServiceAsync("orders");
        await using var load = await ServiceLoad.StartAsync(before);

        await EnrolAsync("orders", ServiceOutcomeKind.Enrolled);
        var enrolled = await ServiceAsync("orders");
        EnrolledService.SelectsRouters(enrolled).Should().BeTrue();
        await load.PassAsync(200);
        await EnrolAsync("orders", ServiceOutcomeKind.Unchanged);
        Version(await ServiceAsync("orders")).Should().Be(Version(enrolled), "enrolling twice changes nothing");

        await UnenrolAsync("orders");
        await load.PassAsync(200);
        var after = await ServiceAsync("orders");
        Wanted(after).Should().Be(Wanted(before));
        (await load.StopAsync()).Should().BeEmpty("no request is lost");

        var report = (await UninstallAsync(RemovalMode.Careful)).Get();
        report.Removed.Should().Contain(name => name.Contains("agent-sandbox-router", StringComparison.Ordinal));
        Wanted(await ServiceAsync("orders")).Should().Be(Wanted(before));
    }

    [OurClusterFact]
    public async Task HalfDoneEnrolments_AreFinishedOrTakenBackByTheNextRun()
    {
        await DeployAsync("half");
        await DeployAsync("other");
        await InstallAsync();
        var before = Wanted(await ServiceAsync("half"));

        await PrepareByHandAsync("half");
        await PrepareByHandAsync("other");
        await EnrolAsync("half", ServiceOutcomeKind.Enrolled);
        await UnenrolAsync("other");
        EnrolledService.Allocated(await ServiceAsync("other")).Should().BeEmpty();

        var service = await ServiceAsync("half");
        await PatchAsync(service, EnrolmentPatches.GiveBack(service));
        await UnenrolAsync("half");
        Wanted(await ServiceAsync("half")).Should().Be(before);
        (await UninstallAsync(RemovalMode.Careful)).Should().BeSuccess();
    }

    [ClusterFact]
    public async Task EverythingThatStandsInTheWay_IsToldAtOnce()
    {
        var headless = TestNamespace.Object(ResourceKinds.Services, "headless", space.Name);
        headless["spec"] = JsonNode.Parse("""{ "clusterIP": "None", "selector": { "app": "x" }, "ports": [{ "name": "http", "port": 80 }] }""");
        (await space.Api.CreateAsync(ResourceKinds.Services, headless, CancellationToken.None)).Should().BeSuccess();

        var proposal = (await PlanAsync("headless", "hedless")).Get();

        proposal.Problems.Select(problem => problem.Code).Should().Contain([FailureCodes.ServiceNotFound, FailureCodes.EnrolmentRefused]);
        SeveralFailures.Join(proposal.Problems)!.Evidence.Should().Contain(line => line.Contains("headless (Service/headless)", StringComparison.Ordinal)); // there are some
        proposal.Problems.Should().Contain(problem => problem.Hint.Contains("'headless'", StringComparison.Ordinal));
        (await space.Api.DeleteAsync(ResourceKinds.Services, space.Name, "headless", DeleteOptions.Usual, CancellationToken.None)).Should().BeSuccess();
    }

    private static string? Version(JsonObject item) => item.TextAt("metadata", "resourceVersion");

    /// <summary>Everything of a Service that somebody wrote.</summary>
    private static string Wanted(JsonObject service)
    {
        var wanted = service.Copy();
        foreach (var name in (string[])["managedFields", "resourceVersion", "generation"])
        {
            wanted.ObjectAt("metadata")!.Remove(name); // it has metadata
        }

        foreach (var name in (string[])["labels", "annotations"])
        {
            if (wanted.ObjectAt("metadata", name) is { Count: 0 })
            {
                wanted.ObjectAt("metadata")!.Remove(name); // it has metadata
            }
        }

        return ObjectHash.Canonical(wanted)!.ToJsonString(); // an object stays one
    }

    private async Task InstallAsync()
    {
        var request = new InstallRequest { Namespace = space.Name, Image = await ProgramImages.ProductAsync(), PullPolicy = "Never", DefaultImage = "unused" };
        var plan = (await new PlanInstallation(space.Api).ExecuteAsync(request, CancellationToken.None)).Get();
        (await new InstallOperator(space.Api, TimeProvider.System, s_patience).ExecuteAsync(plan, new Steps(), CancellationToken.None)).Should().BeSuccess();
    }

    private Task<Result<UninstallReport>> UninstallAsync(RemovalMode mode) => new UninstallOperator(space.Api, TimeProvider.System, s_patience)
        .ExecuteAsync(new UninstallRequest { Namespace = space.Name, Mode = mode, Definitions = DefinitionsFate.Keep }, new Steps(), CancellationToken.None);

    private Task<Result<EnrolmentProposal>> PlanAsync(params string[] services) =>
        new PlanEnrolment(space.Api, TimeProvider.System).ExecuteAsync(new EnrolmentRequest { Namespace = space.Name, Services = services }, CancellationToken.None);

    private async Task EnrolAsync(string service, ServiceOutcomeKind expected)
    {
        var steps = new Steps();
        var outcomes = (await new EnrolServices(space.Api, TimeProvider.System, s_patience).ExecuteAsync((await PlanAsync(service)).Get(), steps, CancellationToken.None)).Get();
        outcomes.Should().ContainSingle().Which.Kind.Should().Be(expected, $"{outcomes[0].Failure} {string.Join(" | ", steps.Told)}");
    }

    private async Task UnenrolAsync(string service)
    {
        var outcomes = (await new UnenrolServices(space.Api, TimeProvider.System, s_patience).ExecuteAsync(space.Name, [service], new Steps(), CancellationToken.None)).Get();
        outcomes.Should().ContainSingle().Which.Kind.Should().Be(ServiceOutcomeKind.GivenBack, outcomes[0].Failure?.ToString());
    }

    /// <summary>What a run leaves that ends after its first step.</summary>
    private async Task PrepareByHandAsync(string name)
    {
        var service = await ServiceAsync(name);
        await PatchAsync(service, EnrolmentPatches.Prepare(service, (await PlanAsync(name)).Get().Plans[0].Ports));
    }

    private async Task PatchAsync(JsonObject service, JsonObject patch) =>
        (await space.Api.PatchAsync(ResourceKinds.Services, space.Name, service.Name(), new ObjectPatch(PatchKind.Merge, patch), CancellationToken.None)).Should().BeSuccess();

    private async Task<JsonObject> ServiceAsync(string name) => (await space.Api.GetAsync(ResourceKinds.Services, space.Name, name, CancellationToken.None)).Get();

    /// <summary>Two pods of the test service behind a Service, ready.</summary>
    private async Task DeployAsync(string name)
    {
        var deployment = TestNamespace.Object(ResourceKinds.Deployments, name, space.Name);
        deployment["spec"] = JsonNode.Parse($$"""
            { "replicas": 2, "selector": { "matchLabels": { "app": "{{name}}" } }, "template": { "metadata": { "labels": { "app": "{{name}}" } }, "spec": { "containers": [{
              "name": "app", "image": "{{await ProgramImages.ServiceAsync()}}", "imagePullPolicy": "Never", "ports": [{ "name": "http", "containerPort": 8080 }],
              "env": [{ "name": "SERVICE_NAME", "value": "{{name}}" }, { "name": "PORT", "value": "8080" }, { "name": "SERVICE_ADDRESS", "value": "any" }],
              "readinessProbe": { "httpGet": { "path": "/healthz", "port": "http" }, "periodSeconds": 1 } }] } } }
            """);
        var service = TestNamespace.Object(ResourceKinds.Services, name, space.Name);
        service["spec"] = JsonNode.Parse($$"""{ "selector": { "app": "{{name}}" }, "ports": [{ "name": "http", "port": 80, "targetPort": "http" }] }""");
        (await space.Api.CreateAsync(ResourceKinds.Deployments, deployment, CancellationToken.None)).Should().BeSuccess();
        (await space.Api.CreateAsync(ResourceKinds.Services, service, CancellationToken.None)).Should().BeSuccess();
        (await new RolloutWait(space.Api, TimeProvider.System, s_patience).ForDeploymentAsync(space.Name, name, new Steps(), CancellationToken.None)).Should().BeSuccess();
    }
}
