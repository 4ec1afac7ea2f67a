using System.Net;
using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;
using AgentSandbox.Orchestration.Engines.Kubernetes.Failures;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Operating;

/// <summary>A fork that crashed and that the cluster started again.</summary>
public sealed class CrashedForkTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    private readonly Enrolments _enrolments = new(space);

    [OurClusterFact]
    public async Task ForkWhosePodsCrashed_IsRefused_AndIsReadyAndRoutedWhenTheyComeBack()
    {
        var sandboxes = new SandboxObjects(space.Api, space.Name);
        await _enrolments.DeployAsync("orders", replicas: 1);
        await _enrolments.InstallAsync(await ProgramImages.ProductAsync());
        await _enrolments.EnrolAsync("orders", ServiceOutcomeKind.Enrolled);
        var service = await _enrolments.ServiceAsync("orders");
        await sandboxes.ApplyAsync("pr-1", """{ "forks": [{ "service": "orders", "env": [{ "name": "SERVICE_NAME", "value": "forked" }] }] }""");
        await sandboxes.WhenReadyAsync("pr-1");
        await Eventually.True(async () => await SandboxObjects.AskAsync(service, "pr-1") is (HttpStatusCode.OK, var body) && body.Contains("forked", StringComparison.Ordinal), "nodes follow endpoints a little later");

        await CrashAsync(sandboxes);

        var crashed = await sandboxes.FindAsync("pr-1");
        SandboxObjects.Reason(crashed, "Ready").Should().Be("crash_loop");
        crashed.TextAt("status", "forksReady").Should().Be("0/1");
        (await SandboxObjects.AskAsync(service, "pr-1")).Status.Should().Be(HttpStatusCode.ServiceUnavailable, "it is never the baseline");

        var back = await sandboxes.WhenReadyAsync("pr-1");
        SandboxObjects.Fork(back, "orders").TextAt("phase").Should().Be("Ready");
        SandboxObjects.Fork(back, "orders").At("failure").Should().BeNull();
        SandboxObjects.Fork(back, "orders").At("serving", "down").Should().BeNull();
        back.TextAt("status", "forksReady").Should().Be("1/1");
        (await SandboxObjects.AskAsync(service, "pr-1")).Should().Match<(HttpStatusCode Status, string Body)>(answer => answer.Status == HttpStatusCode.OK && answer.Body.Contains("forked", StringComparison.Ordinal));
        (await _enrolments.UninstallAsync(RemovalMode.Force)).Should().BeSuccess();
    }

    /// <summary>Makes the fork's pod end whenever it is ready, until the cluster waits with the next start and the status tells it.</summary>
    private async Task CrashAsync(SandboxObjects sandboxes)
    {
        using var client = new HttpClient();
        await Eventually.True(async () =>
        {
            if (SandboxObjects.Fork(await sandboxes.FindAsync("pr-1"), "orders").TextAt("phase") == "Crashed")
            {
                return true;
            }

            var pods = (await space.Api.ListAsync(ResourceKinds.Pods, space.Name, new ListOptions { LabelSelector = $"{KnownNames.SandboxLabel}=pr-1" }, CancellationToken.None)).Get().Items;
            if (pods.Single() is var pod && PodFacts.IsReady(pod))
            {
                try
                {
                    await client.GetAsync(new Uri($"http://{pod.TextAt("status", "podIP")}:8080/crash"));
                }
                catch (HttpRequestException)
                {
                    // it has ended
                }
            }

            return false;
        }, "the crash is told");
    }
}
