using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>Working sets of pods, as their kubelets measure them every few seconds.</summary>
internal static class PodMemory
{
    private static readonly ResourceKind s_nodes = new("v1", "Node", "nodes", IsNamespaced: false);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>The sum over these pods, once a measurement of each exists that is younger than this call.</summary>
    public static async Task<double> SumAsync(Workspace workspace, string @namespace, IReadOnlyCollection<string> pods)
    {
        var since = workspace.Api.Now;
        var began = TimeProvider.System.GetTimestamp();
        using var look = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await look.WaitForNextTickAsync())
        {
            var found = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (var node in await workspace.ListAsync(s_nodes, null))
            {
                var summary = await workspace.Api.ReadAsync($"/api/v1/nodes/{node.Name()}/proxy/stats/summary", CancellationToken.None);
                foreach (var pod in summary.IsSuccess ? summary.Value.ObjectsAt("pods") : throw new InvalidOperationException($"{summary.Failure}"))
                {
                    if (pod.TextAt("podRef", "namespace") == @namespace && pod.TimeAt("memory", "time") > since && pod.LongAt("memory", "workingSetBytes") is { } bytes)
                    {
                        found[pod.TextAt("podRef", "name") ?? ""] = bytes;
                    }
                }
            }

            if (pods.All(found.ContainsKey))
            {
                return pods.Sum(pod => found[pod]);
            }

            if (TimeProvider.System.GetElapsedTime(began) > s_limit)
            {
                throw new InvalidOperationException($"The kubelets have not measured {string.Join(", ", pods.Where(pod => !found.ContainsKey(pod)))}.");
            }
        }

        return 0;
    }
}
