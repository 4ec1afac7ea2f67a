using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Kubernetes.ClusterTests.Access;

public sealed class WatchTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    private IKubernetesApi Api => space.Api;

    [ClusterFact]
    public async Task Changes_AreTold_AfterTheVersion()
    {
        using var limit = new CancellationTokenSource(TestTimeouts.Default);
        var options = new ListOptions { FieldSelector = "metadata.name=watched" };
        var list = (await Api.ListAsync(ResourceKinds.ConfigMaps, space.Name, options, CancellationToken.None)).Get();
        var made = (await Api.CreateAsync(ResourceKinds.ConfigMaps, space.ConfigMap("watched"), CancellationToken.None)).Get();
        var big = new ObjectPatch(PatchKind.Merge, new JsonObject { ["data"] = new JsonObject { ["big"] = new string('x', 700_000) } });
        (await Api.PatchAsync(ResourceKinds.ConfigMaps, space.Name, "watched", big, CancellationToken.None)).Should().BeSuccess();
        (await Api.DeleteAsync(ResourceKinds.ConfigMaps, space.Name, "watched", new DeleteOptions(Uid: made.Uid()), CancellationToken.None)).Should().BeSuccess();

        var told = new List<WatchEvent>();
        await foreach (var next in Api.WatchAsync(ResourceKinds.ConfigMaps, space.Name, list.Version, options, limit.Token))
        {
            told.Add(next.Get());
            if (next.Get().Kind == WatchEventKind.Deleted)
            {
                break;
            }
        }

        told.Select(change => change.Kind).Should().Equal(WatchEventKind.Bookmark, WatchEventKind.Added, WatchEventKind.Modified, WatchEventKind.Deleted);
        told[2].Item.TextAt("data", "big").Should().HaveLength(700_000);
    }

    [ClusterFact]
    public async Task Cancellation_EndsTheWatch()
    {
        using var cancel = new CancellationTokenSource();
        var list = (await Api.ListAsync(ResourceKinds.Pods, space.Name, ListOptions.All, CancellationToken.None)).Get();

        var watch = async () =>
        {
            await foreach (var next in Api.WatchAsync(ResourceKinds.Pods, space.Name, list.Version, ListOptions.All, cancel.Token))
            {
                next.Should().BeSuccess();
                await cancel.CancelAsync();
            }
        };

        await watch.Should().ThrowAsync<OperationCanceledException>();
    }
}
