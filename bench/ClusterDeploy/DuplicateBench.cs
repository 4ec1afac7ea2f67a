using System.Globalization;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>One changed service of N: a sandbox with one fork, against a namespace with all N again.</summary>
internal sealed class DuplicateBench(Workspace workspace, Agent agent)
{
    private readonly ApiObjects _objects = new(workspace);

    /// <summary>Grows the baseline to each size and measures both ways, one after the other.</summary>
    /// <param name="sizes">Sizes, rising.</param>
    /// <param name="repetitions">Measurements of each.</param>
    /// <param name="growAsync">Makes the baseline of the namespace that large.</param>
    public async Task<IReadOnlyList<SizeCosts>> RunAsync(IReadOnlyList<int> sizes, int repetitions, Func<int, Task> growAsync)
    {
        var costs = new List<SizeCosts>();
        foreach (var size in sizes)
        {
            await growAsync(size);
            var (ours, peers) = (new List<Cost>(), new List<Cost>());
            for (var repetition = 0; repetition < repetitions; repetition++)
            {
                ours.Add(await SandboxAsync(size, repetition));
                peers.Add(await NamespaceAsync(size, repetition));
                Console.WriteLine($"{size} services: sandbox {Text(ours[^1])}; namespace {Text(peers[^1])}");
            }

            costs.Add(new SizeCosts(size, ours, peers));
        }

        return costs;
    }

    /// <summary>What stands whether there are sandboxes or not: operator and routers.</summary>
    public async Task<Cost> StandingAsync()
    {
        var pods = await PodsAsync(workspace.Namespace, KnownNames.ComponentLabel);
        return new Cost(0, pods.Count, await PodMemory.SumAsync(workspace, workspace.Namespace, pods), 0);
    }

    private async Task<Cost> SandboxAsync(int size, int repetition)
    {
        var name = $"of-{size}-{repetition}";
        var before = await _objects.CountAsync(workspace.Namespace);
        var took = await agent.DeployProvenAsync(name, Manifests.NameOf(1));
        var pods = await PodsAsync(workspace.Namespace, $"{KnownNames.SandboxLabel}={name}");
        var cost = new Cost(took.TotalSeconds, pods.Count, await PodMemory.SumAsync(workspace, workspace.Namespace, pods), await _objects.CountAsync(workspace.Namespace) - before);
        await agent.DeleteAsync(name);
        return cost;
    }

    /// <summary>As people do it by hand: the same manifests into a new namespace, with the one image changed.</summary>
    private async Task<Cost> NamespaceAsync(int size, int repetition)
    {
        var name = $"{workspace.Namespace}-{size}-{repetition}";
        var services = Enumerable.Range(1, size).ToList();
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            await workspace.KubectlAsync("create", "namespace", name);
            await workspace.ApplyAsync(Manifests.Of(services, service => service == 1 ? workspace.ChangedImage : workspace.BaselineImage), name);
            await workspace.WhenAvailableAsync(name, [.. services.Select(Manifests.NameOf)]);
            var took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            var pods = await PodsAsync(name, null);
            return new Cost(took, pods.Count, await PodMemory.SumAsync(workspace, name, pods), await _objects.CountAsync(name) + 1); // and the namespace itself
        }
        finally
        {
            await workspace.KubectlAsync("delete", "namespace", name, "--wait=false");
            await workspace.WhenGoneAsync(name);
        }
    }

    private async Task<IReadOnlyList<string>> PodsAsync(string @namespace, string? selector) =>
        [.. (await workspace.ListAsync(ResourceKinds.Pods, @namespace, selector)).Where(pod => pod.TextAt("metadata", "deletionTimestamp") is null).Select(pod => pod.Name())];

    private static string Text(Cost cost) => string.Create(CultureInfo.InvariantCulture, $"{cost.Seconds:0.0} s, {cost.Pods} pods, {cost.Bytes / 1048576:0.0} MiB, {cost.Objects} objects");
}
