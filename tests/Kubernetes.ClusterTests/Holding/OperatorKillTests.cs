using AgentSandbox.Kubernetes.ClusterTests.Holding.Gates;
using Xunit.Abstractions;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding;

/// <summary>The operator dies, as by <c>kill -9</c>, right before and right after each of its writes, from a sandbox's first deploy to its end.</summary>
/// <remarks>The points are not listed here: a life that nothing happens to tells them, so that a write that is new is a point too.</remarks>
public sealed class OperatorKillTests(BoxBaseline baseline, ITestOutputHelper output) : IClassFixture<BoxBaseline>
{
    private const int Sampled = 6;

    [OurClusterFact]
    public async Task OperatorThatDiesAroundAnyOfItsWrites_LeavesNothing_AndTheBaselineAsItWas()
    {
        await using var gated = await GatedOperator.TakeOverAsync(baseline.Space);
        var before = await NamespaceState.ReadAsync(baseline.Space.Api, baseline.Space.Name);
        var writes = await WritesOfALifeAsync(gated, before);
        var all = writes * 2;
        var died = 0;

        foreach (var point in Enumerable.Range(0, all).Where(point => FullRun.IsAsked || point % (all / Sampled) == 0).Take(FullRun.Count(Sampled, all)))
        {
            var death = new DeathAtAWrite(gated, point);
            death.Arm();
            await LiveAsync($"killed-{point}", before);
            output.WriteLine($"point {point}: {(death.Call is { } call ? $"died {(death.IsAfter ? "after" : "before")} {call}" : "not met")}");
            died += death.Call is null ? 0 : 1;
        }

        output.WriteLine($"{died} deaths; {all} points around {writes} writes");
        died.Should().BeGreaterThanOrEqualTo(FullRun.Count(Sampled - 1, 20), "lives differ in few writes");
    }

    [OurClusterFact]
    public async Task SandboxThatIsDeletedWhileNoOperatorRuns_LeavesNothing_AndItsKeyIsRefused()
    {
        await using var gated = await GatedOperator.TakeOverAsync(baseline.Space);
        var before = await NamespaceState.ReadAsync(baseline.Space.Api, baseline.Space.Name);
        await baseline.Sandboxes.CreateAsync("unseen", Sandboxes.Fork("shop", BoxService.Answer, "unseen"));
        await baseline.Sandboxes.BeReadyAsync("unseen");

        gated.Process.Kill();
        await baseline.Sandboxes.DeleteAsync("unseen");
        await baseline.Sandboxes.BeGoneAsync("unseen");
        gated.Process.Start();

        await Eventually.True(async () => await baseline.Shop.AskAsync("unseen") == "410", "the operator knows that there was a sandbox of this name");
        (await baseline.Shop.AskAsync()).Should().Be("baseline of shop");
        await before.ShouldReturnAsync(baseline.Space.Api, baseline.Space.Name, "unseen");
    }

    private async Task<int> WritesOfALifeAsync(GatedOperator gated, NamespaceState before)
    {
        var writes = 0;
        gated.Gate.After = call =>
        {
            Interlocked.Add(ref writes, call.IsWrite ? 1 : 0);
            return GateFault.None;
        };
        await LiveAsync("whole", before);
        writes.Should().BeGreaterThan(9, "there are ten writes at least between a deploy and an end");
        return writes;
    }

    private async Task LiveAsync(string name, NamespaceState before)
    {
        var (sandboxes, shop) = (baseline.Sandboxes, baseline.Shop);
        await sandboxes.CreateAsync(name, Sandboxes.Fork("shop", BoxService.Answer, "first"));
        await sandboxes.BeReadyAsync(name);
        (await shop.AskAsync(name)).Should().Be("first");

        await sandboxes.ChangeAsync(name, Sandboxes.Fork("shop", BoxService.Answer, "second"));
        await sandboxes.BeReadyAsync(name);
        (await shop.AskAsync(name)).Should().Be("second");

        await sandboxes.EndAsync(name);
        await sandboxes.BeGoneAsync(name);
        await Eventually.True(async () => await shop.AskAsync(name) == "410", "a key that has ended is refused by every router");
        (await shop.AskAsync()).Should().Be("baseline of shop");
        await before.ShouldReturnAsync(baseline.Space.Api, baseline.Space.Name, name);
    }
}
