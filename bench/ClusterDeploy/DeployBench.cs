using System.Globalization;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;

namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>A fork until its first proven answer, against a plain deployment of the same image until it is available.</summary>
internal static class DeployBench
{
    private const string Service = "s01";

    public static async Task<string> RunAsync(Workspace workspace, Agent agent, int rounds)
    {
        var (ours, peers) = (new List<double>(), new List<double>());
        await agent.DeployProvenAsync("warm-up", Service); // connections, and what is compiled at first use
        await agent.DeleteAsync("warm-up");
        var before = await Acknowledgements.ReadAsync(workspace);
        for (var round = 1; round <= rounds; round++)
        {
            // Who begins changes with each round, so that neither always meets a busier machine.
            foreach (var isOurs in round % 2 == 0 ? (bool[])[true, false] : [false, true])
            {
                (isOurs ? ours : peers).Add(isOurs ? await OursAsync(agent, round) : await PeerAsync(workspace, round));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: kubectl {peers[^1]:0.00} s, sandbox {ours[^1]:0.00} s"));
        }

        return Report(new Spread(ours), new Spread(peers), Acknowledgements.Between(before, await Acknowledgements.ReadAsync(workspace)));
    }

    private static async Task<double> OursAsync(Agent agent, int round)
    {
        var took = await agent.DeployProvenAsync($"bench-{round}", Service);
        await agent.DeleteAsync($"bench-{round}");
        return took.TotalSeconds;
    }

    private static async Task<double> PeerAsync(Workspace workspace, int round)
    {
        var name = $"peer-{round}";
        var began = TimeProvider.System.GetTimestamp();
        await workspace.KubectlAsync("-n", workspace.Namespace, "create", "deployment", name, $"--image={workspace.ChangedImage}");
        await workspace.WhenAvailableAsync(workspace.Namespace, [name]);
        var took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        await workspace.KubectlAsync("-n", workspace.Namespace, "delete", "deployment", name);
        await workspace.KubectlAsync("-n", workspace.Namespace, "delete", "pod", "-l", $"app={name}", "--grace-period=0", "--force");
        while ((await workspace.ListAsync(ResourceKinds.Pods, workspace.Namespace, $"app={name}")).Count > 0)
        {
            await Task.Yield();
        }

        return took;
    }

    private static string Report(Spread ours, Spread peers, IReadOnlyList<(double Bound, double Share)> acknowledged)
    {
        var goal = (1.5 * peers.Median) + 1;
        var delays = string.Join(", ", acknowledged.Where(entry => double.IsFinite(entry.Bound) && entry.Share > 0).Take(8)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Share:0 %} within {entry.Bound * 1000:0} ms")));
        return string.Create(CultureInfo.InvariantCulture, $"""
            | from nothing, image on the node | median | middle half | all of {ours.Values.Count} |
            | --- | --- | --- | --- |
            | `kubectl create deployment` until it is available | {peers.Seconds()} | {peers.Middle()} | {peers.Range()} |
            | `create_sandbox` and `deploy_fork` until the first proven answer | {ours.Seconds()} | {ours.Middle()} | {ours.Range()} |

            Ratio of the medians {ours.Median / peers.Median:0.00}; the goal is 1.5 times and one second, that is {goal:0.00} s: {(ours.Median <= goal ? "met" : "MISSED")}.
            From the publication of a table until every ready router pod had it in force, by the operator's metric `agentsandbox_table_acknowledged_seconds`: {(delays.Length == 0 ? "no table was published" : delays)}.

            """);
    }
}
