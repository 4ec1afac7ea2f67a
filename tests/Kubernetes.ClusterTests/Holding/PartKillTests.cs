using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using Xunit.Abstractions;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding;

/// <summary>Parts die under load: what the baseline is asked is answered, nothing is forgotten, and afterwards everything goes on.</summary>
[Collection(AloneCollection.Name)]
public sealed class PartKillTests(LoadedBaseline baseline, ITestOutputHelper output) : IClassFixture<LoadedBaseline>
{
    private const int Clients = 8;

    [OurClusterFact]
    public async Task RouterThatIsKilled_LosesNoMoreThanItHeld()
    {
        await baseline.DeployForkAsync("over-router", "of-over-router");
        await baseline.BeWholeAsync(KnownNames.RouterComponent);
        await using var load = await baseline.StartLoadAsync(new LoadOptions { Clients = Clients });
        await load.PassAsync(400);
        var victim = (await baseline.PodsAsync(KnownNames.RouterComponent))[0].Name();

        var killed = load.Elapsed;
        ContainerProcesses.Kill(victim);
        await load.AnswerAsync(800);
        await baseline.BeWholeAsync(KnownNames.RouterComponent);
        await load.AnswerAsync(400);

        var lost = await load.StopAsync();
        var held = lost.Where(failure => !failure.IsRefused).ToList();
        var refused = lost.Except(held).ToList();
        var last = lost.Select(failure => failure.At - killed).DefaultIfEmpty().Max();
        output.WriteLine($"{held.Count} requests held and {refused.Count} connections refused, of {load.Passed} requests; the last {last.TotalSeconds:0.00} s after the kill");
        held.Should().HaveCountLessThanOrEqualTo(Clients, "each client waits for one answer at most");
        held.Where(failure => failure.At - killed > TimeSpan.FromSeconds(1)).Should().BeEmpty("it held those that were on their way");
        refused.Where(failure => failure.At - killed > TimeSpan.FromSeconds(5)).Should().BeEmpty("the cluster sends nothing more to a pod that is not there, as with any other");
        (await baseline.AskAsync("over-router")).Should().Contain(LoadedBaseline.AnswerOf("of-over-router"), "the router that came back has the table");
        await baseline.Sandboxes.EndAsync("over-router");
    }

    [OurClusterFact]
    public async Task OperatorThatIsKilled_LosesNothing_AndItsWorkGoesOn()
    {
        await baseline.DeployForkAsync("over-operator", "of-over-operator");
        await Eventually.True(async () => (await baseline.ElectedAsync()).Count == 1, "one is elected");
        await using var plain = await baseline.StartLoadAsync();
        await using var keyed = await baseline.StartLoadAsync(new LoadOptions { Key = "over-operator" }, "of-over-operator");
        await plain.PassAsync(100);

        ContainerProcesses.Kill((await baseline.ElectedAsync()).Single().Name());

        await baseline.DeployForkAsync("after-operator", "of-after-operator");
        (await baseline.AskAsync("after-operator")).Should().Contain(LoadedBaseline.AnswerOf("of-after-operator"));
        await ShouldHaveLostNothingAsync(plain, keyed);
        await EndAsync("over-operator", "after-operator");
    }

    private async Task ShouldHaveLostNothingAsync(ServiceLoad plain, ServiceLoad keyed)
    {
        await plain.PassAsync(100);
        await keyed.PassAsync(100);
        (await plain.StopAsync()).Should().BeEmpty("the baseline needs neither");
        (await keyed.StopAsync()).Should().BeEmpty("routers keep their table");
        output.WriteLine($"{plain.Passed} requests without a key and {keyed.Passed} with one in {plain.Elapsed.TotalSeconds:0} s");
    }

    private async Task EndAsync(params string[] sandboxes)
    {
        foreach (var name in sandboxes)
        {
            await baseline.Sandboxes.EndAsync(name);
            await baseline.Sandboxes.BeGoneAsync(name);
        }
    }
}
