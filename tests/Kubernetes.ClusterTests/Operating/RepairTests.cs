using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Operating;

/// <summary>A writer that puts the selector of an enrolled Service back, as GitOps tools do.</summary>
public sealed class RepairTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    private const string Manifest = """{"metadata":{"annotations":{"argocd.argoproj.io/tracking-id":"shop:/Service:shop/orders"}},"spec":{"selector":{"app":"orders","agentsandbox.dev/component":null},"ports":[{"name":"http","port":80,"protocol":"TCP","targetPort":"http"}]}}""";

    private readonly Enrolments _enrolments = new(space);

    [OurClusterFact]
    public async Task SelectorThatIsPutBack_IsRepairedThreeTimes_ThenLeftAndReported_UntilItIsEnrolledAgain()
    {
        await _enrolments.DeployAsync("orders", replicas: 1);
        await _enrolments.DeployAsync("other", replicas: 1);
        await _enrolments.InstallAsync(await ProgramImages.ProductAsync());
        await _enrolments.EnrolAsync("orders", ServiceOutcomeKind.Enrolled);
        await _enrolments.EnrolAsync("other", ServiceOutcomeKind.Enrolled);

        await PutBackAsync();
        await RepairedAsync(1);
        await new ElectedOperator(space.Api, space.Name).KillAsync(); // the count is not lost with it
        await PutBackAsync();
        await RepairedAsync(2);
        await PutBackAsync();
        await RepairedAsync(3);
        var repaired = await ClusterEvents.WhenAsync(space.Api, space.Name, "orders", "EnrolmentRepaired");
        repaired.TextAt("message").Should().Contain("'argocd-controller'").And.Contain("ignoreDifferences");

        await PutBackAsync();
        await Eventually.True(async () => RepairNotes.Contest(await _enrolments.ServiceAsync("orders")) is not null, "it is left");
        var left = await _enrolments.ServiceAsync("orders");
        left.TextsAt("spec", "selector").Should().Equal(new Dictionary<string, string> { ["app"] = "orders" });
        RepairNotes.Contest(left).Should().Contain("ignoreDifferences").And.Contain("argocd-controller");
        (await ClusterEvents.WhenAsync(space.Api, space.Name, "orders", "EnrolmentContested")).TextAt("type").Should().Be("Warning");

        var version = Enrolments.Version(await PutBackAsync("\"again\":\"yes\","));
        await Kubectl.RunAsync(space.Name, "patch", "service", "other", "--field-manager=argocd-controller", "--type=merge", "-p", Manifest.Replace("orders", "other", StringComparison.Ordinal));
        await Eventually.True(async () => EnrolledService.SelectsRouters(await _enrolments.ServiceAsync("other")), "the operator has looked at what came later");
        Enrolments.Version(await _enrolments.ServiceAsync("orders")).Should().Be(version, "what is left is left");

        await _enrolments.EnrolAsync("orders", ServiceOutcomeKind.Enrolled);
        var again = await _enrolments.ServiceAsync("orders");
        RepairNotes.Read(again).Should().Be(RepairHistory.None);
        await PutBackAsync();
        await RepairedAsync(1);

        await _enrolments.UnenrolAsync("orders");
        await PutBackAsync();
        await _enrolments.UnenrolAsync("other");
        EnrolledService.SelectsRouters(await _enrolments.ServiceAsync("orders")).Should().BeFalse("nobody fights an un-enrolment");
        (await _enrolments.UninstallAsync(RemovalMode.Careful)).Should().BeSuccess();
        (await _enrolments.ServiceAsync("orders")).Annotations().Keys.Should().NotContain(name => name.StartsWith("agentsandbox.dev/", StringComparison.Ordinal));
    }

    private async Task<JsonObject> PutBackAsync(string more = "")
    {
        await Kubectl.RunAsync(space.Name, "patch", "service", "orders", "--field-manager=argocd-controller", "--type=merge", "-p", Manifest.Replace("\"argocd", $"{more}\"argocd", StringComparison.Ordinal));
        return await _enrolments.ServiceAsync("orders");
    }

    private async Task RepairedAsync(int times)
    {
        JsonObject? service = null;
        await Eventually.True(
            async () => EnrolledService.SelectsRouters(service = await _enrolments.ServiceAsync("orders")) && EnrolledService.PortsAreRouted(service) && RepairNotes.Read(service).Repairs == times,
            $"it is repaired for time {times}");
        RepairNotes.Contest(service!).Should().BeNull(); // the condition held
    }
}
