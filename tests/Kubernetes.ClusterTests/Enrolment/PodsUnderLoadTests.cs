using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Holding;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Enrolment;

/// <summary>Pods of the baseline and routers are replaced, as on any working day, and no request fails.</summary>
public sealed class PodsUnderLoadTests(LoadedBaseline baseline) : IClassFixture<LoadedBaseline>
{
    private static readonly string s_routers = Programs.NameOf(KnownNames.RouterComponent);

    private TestNamespace Space => baseline.Space;

    private Enrolments Enrolments => new(baseline.Space);

    [OurClusterFact]
    public async Task PodsThatComeAndGo_LoseNoRequest()
    {
        await using var load = await baseline.StartLoadAsync();
        await load.PassAsync(100);

        await ScaleAsync(4);
        await load.PassAsync(100);
        await Enrolments.RestartAsync(LoadedBaseline.Service);
        await load.PassAsync(100);
        await ScaleAsync(1);
        await load.PassAsync(100);
        await ScaleAsync(2);
        await load.PassAsync(100);

        (await load.StopAsync()).Should().BeEmpty("routers see which pods end");
    }

    [OurClusterFact]
    public async Task RolloutOfTheRouters_LosesNoRequest_AndEachIsDrainedByTheKubelet()
    {
        await baseline.DeployForkAsync("over-rollout", "of-over-rollout");
        await baseline.BeWholeAsync(KnownNames.RouterComponent);
        await using var plain = await baseline.StartLoadAsync();
        await using var keyed = await baseline.StartLoadAsync(new LoadOptions { Clients = 2, Key = "over-rollout" }, "of-over-rollout");
        await plain.PassAsync(100);
        var logs = (await baseline.PodsAsync(KnownNames.RouterComponent)).Select(pod => LogAsync(pod.Name())).ToList();

        await Enrolments.RestartAsync(s_routers);
        var ended = await Task.WhenAll(logs);
        await plain.PassAsync(100);
        await keyed.PassAsync(50);

        (await plain.StopAsync()).Should().BeEmpty("a router ends after what it serves");
        (await keyed.StopAsync()).Should().BeEmpty("and the new one has the table");
        ended.Should().HaveCount(2);
        foreach (var log in ended)
        {
            // Asked by the kubelet it drains before it is told to end; without that, it would after it.
            log.IndexOf("Drained after", StringComparison.Ordinal).Should().BePositive(log).And.BeLessThan(log.IndexOf("because it was asked to", StringComparison.Ordinal), log);
        }

        await baseline.Sandboxes.EndAsync("over-rollout");
    }

    /// <summary>All that a pod prints until it has ended.</summary>
    private async Task<string> LogAsync(string pod)
    {
        await using var stream = (await Space.Api.OpenLogsAsync(Space.Name, pod, new PodLogOptions { Follow = true }, CancellationToken.None)).Get();
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private async Task ScaleAsync(int replicas)
    {
        await PatchAsync(LoadedBaseline.Service, new JsonObject { ["replicas"] = replicas });
        await Eventually.True(async () => (await PodsAsync()).Count == replicas, $"there are {replicas} pods");
    }

    private async Task<IReadOnlyList<JsonObject>> PodsAsync() =>
        (await Space.Api.ListAsync(ResourceKinds.Pods, Space.Name, new ListOptions { LabelSelector = $"app={LoadedBaseline.Service}" }, CancellationToken.None)).Get().Items;

    private async Task PatchAsync(string deployment, JsonObject spec) => (await Space.Api.PatchAsync(
        ResourceKinds.Deployments, Space.Name, deployment, new ObjectPatch(PatchKind.Merge, new JsonObject { ["spec"] = spec }), CancellationToken.None)).Should().BeSuccess();
}
