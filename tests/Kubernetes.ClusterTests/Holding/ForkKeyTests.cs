using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using Xunit.Abstractions;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding;

/// <summary>A fork never answers a request without its key.</summary>
public sealed class ForkKeyTests(LoadedBaseline baseline, ITestOutputHelper output) : IClassFixture<LoadedBaseline>
{
    [OurClusterFact]
    public async Task BaselineRequests_WhileForksComeAndGo_AreAllAnsweredByTheBaseline()
    {
        var (requests, forks) = (FullRun.Count(5_000, 100_000), FullRun.Count(6, 30));
        await using var load = await baseline.StartLoadAsync(new LoadOptions { Clients = 8, Pace = TimeSpan.FromMilliseconds(FullRun.Count(10, 2)) });

        for (var fork = 0; fork < forks; fork++)
        {
            // Every second one is deployed twice, and every third one ends by kubectl's way.
            var (name, answer) = ($"fork-{fork}", $"answers-{fork}");
            await baseline.DeployForkAsync(name, answer);
            (await baseline.AskAsync(name)).Should().Contain(LoadedBaseline.AnswerOf(answer), "the fork does answer those that have its key");
            if (fork % 2 == 1)
            {
                await baseline.DeployForkAsync(name, $"{answer}-again");
                (await baseline.AskAsync(name)).Should().Contain(LoadedBaseline.AnswerOf($"{answer}-again"));
            }

            await (fork % 3 == 0 ? baseline.Sandboxes.DeleteAsync(name) : baseline.Sandboxes.EndAsync(name));
            await load.PassAsync(requests / forks / 2);
            load.Failures.Should().BeEmpty($"after fork {fork}");
        }

        while (load.Passed < requests && load.Failures.Count == 0)
        {
            await load.PassAsync((int)Math.Min(2_000, requests - load.Passed));
        }

        (await load.StopAsync()).Should().BeEmpty("the baseline, and nobody else, answers what has no key");
        output.WriteLine($"{load.Passed} requests during {forks} deploys and deletions in {load.Elapsed.TotalSeconds:0} s");
        load.Passed.Should().BeGreaterThanOrEqualTo(requests);
    }
}
