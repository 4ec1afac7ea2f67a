using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Kubernetes.ClusterTests.Installing;

public sealed class InstallTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    private static readonly Patience s_patience = new() { Limit = TestTimeouts.Default };

    [ClusterFact]
    public async Task Installation_IsPlannedAppliedRepeatedAndRemoved()
    {
        var planned = (await PlanAsync(InstallScope.Namespace)).Get();
        planned.Changes.Where(change => change.Item.Kind() != "CustomResourceDefinition").Should().OnlyContain(change => change.Kind == ObjectChangeKind.Created);
        (await OursAsync()).Should().BeEmpty("a plan changes nothing");

        var steps = new Steps();
        var failure = (await new InstallOperator(space.Api, TimeProvider.System, s_patience).ExecuteAsync(planned, steps, CancellationToken.None)).Should().FailWith(FailureCodes.InstallationNotReady);
        failure.Message.Should().Contain("agent-sandbox-operator").And.Contain("cluster-tests/none:1");
        steps.Told.Should().Contain($"+ Deployment/agent-sandbox-operator in '{space.Name}'");

        var again = (await PlanAsync(InstallScope.Namespace)).Get();
        again.All.Where(change => change.Kind != ObjectChangeKind.Unchanged).Select(change => change.ToString()).Should().BeEmpty("the cluster has all of it");
        (await PlanAsync(InstallScope.Cluster)).Should().FailWith(FailureCodes.OtherInstallation).Message.Should().Contain(space.Name);

        var report = (await UninstallAsync()).Get();
        report.Removed.Should().Contain(name => name.Contains("agent-sandbox-operator", StringComparison.Ordinal));
        (await OursAsync()).Should().BeEmpty();
        (await UninstallAsync()).Get().Removed.Should().BeEmpty("there is nothing left");
    }

    [ClusterFact]
    public async Task WhoMayNothing_IsToldEveryMissingRight_AndNothingIsChanged()
    {
        var request = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject() };
        var token = (await space.Api.ReviewAsync($"/api/v1/namespaces/{space.Name}/serviceaccounts/default/token", request, CancellationToken.None)).Get().TextAt("status", "token") ?? "";
        using var nobody = space.Api.WithToken(token);

        var failure = (await new RightsProbe(nobody).RunAsync(InstallManifests.Operator(Spec()))).Should().BeOfType<SandboxFailure>().Subject;

        failure.Code.Should().Be(FailureCodes.Forbidden);
        failure.Evidence.Should().Contain($"create deployments.apps in namespace '{space.Name}', to apply what an installation is made of");
        failure.Evidence.Should().Contain(line => line.StartsWith("patch roles.rbac.authorization.k8s.io", StringComparison.Ordinal));
        failure.Message.Should().Contain("nothing was changed");
    }

    [ClusterFact]
    public async Task NamespaceThatIsNotThere_IsNamed() =>
        (await new PlanInstallation(space.Api).ExecuteAsync(Request(InstallScope.Namespace) with { Namespace = "asb-nowhere" }, CancellationToken.None))
            .Should().FailWith(FailureCodes.ObjectNotFound).Hint.Should().Contain("kubectl create namespace asb-nowhere");

    [ClusterFact]
    public async Task DisruptionBudget_IsOfAVersionThatTheClusterServes()
    {
        var version = (await new Installations(space.Api).DisruptionBudgetVersionAsync(CancellationToken.None)).Get();

        (await space.Api.ReadAsync($"/apis/{version}", CancellationToken.None)).Get().ObjectsAt("resources").Select(resource => resource.TextAt("name")).Should().Contain("poddisruptionbudgets");
    }

    private InstallSpec Spec() => new() { Namespace = space.Name, Image = "cluster-tests/none:1", PullPolicy = "Never" };

    private InstallRequest Request(InstallScope scope) => new() { Namespace = space.Name, Scope = scope, Image = "cluster-tests/none:1", PullPolicy = "Never", DefaultImage = "unused" };

    private Task<Result<InstallationPlan>> PlanAsync(InstallScope scope) => new PlanInstallation(space.Api).ExecuteAsync(Request(scope), CancellationToken.None);

    private Task<Result<UninstallReport>> UninstallAsync() => new UninstallOperator(space.Api, TimeProvider.System, s_patience)
        .ExecuteAsync(new UninstallRequest { Namespace = space.Name, Definitions = DefinitionsFate.Keep }, new Steps(), CancellationToken.None);

    private async Task<IReadOnlyList<string>> OursAsync()
    {
        var parts = (await InstalledParts.ReadAsync(space.Api, space.Name, CancellationToken.None)).Get();
        return [.. (await new Leftovers(space.Api, parts).FindAsync(CancellationToken.None)).Get().Select(item => item.Describe())];
    }

    private sealed class RightsProbe(IKubernetesApi api)
    {
        public Task<SandboxFailure?> RunAsync(IReadOnlyList<JsonObject> objects) => new Orchestration.Engines.Kubernetes.Installing.Rights.RightsCheck(api).ForApplyingAsync(objects, CancellationToken.None);
    }
}
