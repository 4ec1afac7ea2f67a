using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Holding;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Enrolment;

/// <summary>What happens to a baseline that passes the routers while these, or its enrolment, change.</summary>
public sealed class ChangesUnderLoadTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    private readonly Enrolments _enrolments = new(space);

    [OurClusterFact]
    public async Task Upgrade_OfOperatorAndRouters_LosesNoRequest()
    {
        await _enrolments.DeployAsync("orders");
        await _enrolments.InstallAsync(await ProgramImages.ProductAsync());
        await _enrolments.EnrolAsync("orders", ServiceOutcomeKind.Enrolled);
        var sandboxes = new Sandboxes(space);
        await sandboxes.CreateAsync("over-upgrade", Sandboxes.Fork("orders", LoadedBaseline.NameVariable, "fork-of-orders"));
        await sandboxes.BeReadyAsync("over-upgrade");
        await using var load = await ServiceLoad.StartAsync(await _enrolments.ServiceAsync("orders"), new LoadOptions { Expected = LoadedBaseline.AnswerOf("orders") });
        await using var keyed = await ServiceLoad.StartAsync(
            await _enrolments.ServiceAsync("orders"), new LoadOptions { Clients = 2, Key = "over-upgrade", Expected = LoadedBaseline.AnswerOf("fork-of-orders") });
        await load.PassAsync(100);

        await _enrolments.InstallAsync(await ProgramImages.NextProductAsync());

        var router = (await space.Api.GetAsync(ResourceKinds.Deployments, space.Name, "agent-sandbox-router", CancellationToken.None)).Get();
        router.ObjectsAt("spec", "template", "spec", "containers").Single().TextAt("image").Should().Be(await ProgramImages.NextProductAsync());
        await load.PassAsync(200);
        await keyed.PassAsync(100);
        (await load.StopAsync()).Should().BeEmpty("no request is lost");
        (await keyed.StopAsync()).Should().BeEmpty("nor one with a key");
        await sandboxes.EndAsync("over-upgrade");
        await sandboxes.BeGoneAsync("over-upgrade");
        (await _enrolments.UninstallAsync(RemovalMode.Careful)).Should().BeSuccess();
    }

    [OurClusterFact]
    public async Task RequestThatIsOpen_EndsThroughTheRouter_AfterItsServiceWasGivenBack()
    {
        await _enrolments.DeployAsync("slow", replicas: 1);
        await _enrolments.InstallAsync(await ProgramImages.ProductAsync());
        await _enrolments.EnrolAsync("slow", ServiceOutcomeKind.Enrolled);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{(await _enrolments.ServiceAsync("slow")).TextAt("spec", "clusterIP")}") };
        await Eventually.True(() => Enrolments.PassesRoutersAsync(client.BaseAddress), "nodes follow endpoints a little later");
        using var open = await client.GetAsync("/slow?until=/tmp/go", HttpCompletionOption.ResponseHeadersRead);
        open.StatusCode.Should().Be(System.Net.HttpStatusCode.OK, "it has begun, and waits for its file");

        await _enrolments.UnenrolAsync("slow");
        (await _enrolments.UninstallAsync(RemovalMode.Careful, drainSeconds: 1)).Should().FailWith(Orchestration.Failures.FailureCodes.RoutersCarryTraffic);
        using var other = new HttpClient { BaseAddress = client.BaseAddress };
        (await other.GetAsync("/flaky?file=/tmp/go")).StatusCode.Should().Be(System.Net.HttpStatusCode.ServiceUnavailable, "it only makes the file");

        (await open.Content.ReadAsStringAsync()).Should().EndWith("end");
        (await _enrolments.UninstallAsync(RemovalMode.Careful)).Should().BeSuccess();
    }

    [OurClusterFact]
    public async Task WhoMayPatchServicesOnly_EnrolsAsSoonAsThereAreRouters()
    {
        await _enrolments.DeployAsync("first", replicas: 1);
        await _enrolments.DeployAsync("second", replicas: 1);
        await _enrolments.InstallAsync(await ProgramImages.ProductAsync());
        using var jane = await LimitedUserAsync();
        var request = new EnrolmentRequest { Namespace = space.Name, Services = ["second"], Accepted = new HashSet<string> { "not_checked" } };

        var refused = (await new PlanEnrolment(jane, TimeProvider.System).ExecuteAsync(request, CancellationToken.None)).Get();
        await _enrolments.EnrolAsync("first", ServiceOutcomeKind.Enrolled);
        var allowed = (await new PlanEnrolment(jane, TimeProvider.System).ExecuteAsync(request, CancellationToken.None)).Get();
        var outcomes = (await new EnrolServices(jane, TimeProvider.System, new() { Limit = TestTimeouts.Default }).ExecuteAsync(allowed, new Steps(), CancellationToken.None)).Get();

        refused.Problems.Should().ContainSingle().Which.Evidence.Should().Contain(line => line.StartsWith("create deployments.apps", StringComparison.Ordinal), "there are no routers yet");
        refused.Plans[0].Findings.Select(finding => finding.Code).Should().Contain("not_checked");
        outcomes.Should().ContainSingle().Which.Kind.Should().Be(ServiceOutcomeKind.Enrolled, outcomes[0].Failure?.ToString());
        EnrolledService.SelectsRouters(await _enrolments.ServiceAsync("second")).Should().BeTrue();
        (await _enrolments.UninstallAsync(RemovalMode.Careful)).Should().BeSuccess();
    }

    /// <summary>Somebody with the rights that <c>docs/reference/kubernetes.md</c> names for a further Service.</summary>
    private async Task<IKubernetesApi> LimitedUserAsync()
    {
        var role = TestNamespace.Object(ResourceKinds.Roles, "enroller", space.Name);
        role["rules"] = JsonNode.Parse("""
            [{ "apiGroups": [""], "resources": ["services"], "verbs": ["get", "list", "patch"] },
             { "apiGroups": [""], "resources": ["pods", "endpoints"], "verbs": ["get", "list"] },
             { "apiGroups": [""], "resources": ["pods/portforward"], "verbs": ["get", "create"] },
             { "apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get", "list"] }]
            """);
        var binding = TestNamespace.Object(ResourceKinds.RoleBindings, "enroller", space.Name);
        binding["roleRef"] = JsonNode.Parse("""{ "apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "enroller" }""");
        binding["subjects"] = JsonNode.Parse($$"""[{ "kind": "ServiceAccount", "name": "default", "namespace": "{{space.Name}}" }]""");
        (await space.Api.CreateAsync(ResourceKinds.Roles, role, CancellationToken.None)).Should().BeSuccess();
        (await space.Api.CreateAsync(ResourceKinds.RoleBindings, binding, CancellationToken.None)).Should().BeSuccess();
        var request = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject() };
        return space.Api.WithToken((await space.Api.ReviewAsync($"/api/v1/namespaces/{space.Name}/serviceaccounts/default/token", request, CancellationToken.None)).Get().TextAt("status", "token") ?? "");
    }
}
