using System.Net;
using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Kubernetes.ClusterTests.Operating;

/// <summary>One operator for all namespaces. No other may be installed meanwhile, so that it runs alone.</summary>
[Collection(AloneCollection.Name)]
public sealed class AllNamespacesTests : IAsyncLifetime
{
    private readonly TestNamespace _home = new();
    private readonly TestNamespace _first = new();
    private readonly TestNamespace _second = new();

    public async Task InitializeAsync()
    {
        foreach (var space in (TestNamespace[])[_home, _first, _second])
        {
            await space.InitializeAsync();
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var space in (TestNamespace[])[_first, _second, _home])
        {
            await space.DisposeAsync();
        }
    }

    [OurClusterFact]
    public async Task OneOperator_LooksAfterTwoNamespaces_RefusesUnknownKeys_AndNoSecondOneIsInstalled()
    {
        var (home, first, second) = (new Enrolments(_home), new Enrolments(_first), new Enrolments(_second));
        await first.DeployAsync("orders", replicas: 1);
        await second.DeployAsync("orders", replicas: 1);
        await home.InstallAsync(await ProgramImages.ProductAsync(), scope: InstallScope.Cluster);
        await first.EnrolAsync("orders", ServiceOutcomeKind.Enrolled, _home.Name);
        var (inFirst, inSecond) = (new SandboxObjects(_first.Api, _first.Name), new SandboxObjects(_second.Api, _second.Name));

        await inFirst.ApplyAsync("pr-1", """{ "forks": [{ "service": "orders", "env": [{ "name": "SERVICE_NAME", "value": "forked" }] }] }""");
        await inSecond.ApplyAsync("pr-2", """{ "forks": [{ "service": "orders" }] }""");

        await inFirst.WhenReadyAsync("pr-1");
        await inSecond.WhenReadyAsync("pr-2");
        var service = await first.ServiceAsync("orders");
        await Eventually.True(async () => await SandboxObjects.AskAsync(service, "pr-1") is (HttpStatusCode.OK, var body) && body.Contains("forked", StringComparison.Ordinal), "the key meets its fork");
        (await SandboxObjects.AskAsync(service, "nobody")).Status.Should().Be(HttpStatusCode.Gone, "the operator knows every key that there is");
        (await SandboxObjects.AskAsync(service, null)).Status.Should().Be(HttpStatusCode.OK);

        var request = new InstallRequest { Namespace = _second.Name, Image = "cluster-tests/none:1", DefaultImage = "unused" };
        (await new PlanInstallation(_second.Api).ExecuteAsync(request, CancellationToken.None)).Should().FailWith(FailureCodes.OtherInstallation).Message.Should().Contain(_home.Name);

        await inFirst.DeleteAsync("pr-1");
        await inFirst.WhenGoneAsync("pr-1");
        (await home.UninstallAsync(RemovalMode.Force)).Should().BeSuccess();
    }
}
