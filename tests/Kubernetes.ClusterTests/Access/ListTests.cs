using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Access;

public sealed class ListTests(TestNamespace space) : IClassFixture<TestNamespace>, IAsyncLifetime
{
    private const int Count = 7;

    public async Task InitializeAsync()
    {
        for (var i = 0; TestCluster.Kubeconfig is not null && i < Count; i++)
        {
            var item = space.ConfigMap($"item-{i}");
            item.Ensure("metadata")["labels"] = new System.Text.Json.Nodes.JsonObject { ["parity"] = i % 2 == 0 ? "even" : "odd" };
            (await space.Api.ApplyAsync(ResourceKinds.ConfigMaps, item, force: true, isDryRun: false, CancellationToken.None)).Should().BeSuccess();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [ClusterFact]
    public async Task Pages_MakeOneList_WhoseItemsHaveTheirKind()
    {
        var list = (await space.Api.ListAsync(ResourceKinds.ConfigMaps, space.Name, new ListOptions { PageSize = 2 }, CancellationToken.None)).Get();

        list.Items.Select(item => item.Name()).Where(name => name.StartsWith("item-", StringComparison.Ordinal)).Should().HaveCount(Count).And.OnlyHaveUniqueItems();
        list.Items.Select(item => $"{item.TextAt("apiVersion")} {item.Kind()}").Should().AllBe("v1 ConfigMap");
        list.Version.Should().NotBeEmpty();
    }

    [ClusterFact]
    public async Task Selectors_Choose()
    {
        var odd = (await space.Api.ListAsync(ResourceKinds.ConfigMaps, space.Name, new ListOptions { LabelSelector = "parity in (odd)" }, CancellationToken.None)).Get();
        var one = (await space.Api.ListAsync(ResourceKinds.ConfigMaps, space.Name, new ListOptions { FieldSelector = "metadata.name=item-4" }, CancellationToken.None)).Get();

        odd.Items.Select(item => item.Name()).Should().BeEquivalentTo("item-1", "item-3", "item-5");
        one.Items.Should().ContainSingle();
    }

    [ClusterFact]
    public async Task AllNamespaces_AreListed() =>
        (await space.Api.ListAsync(ResourceKinds.ConfigMaps, null, ListOptions.All, CancellationToken.None)).Get()
            .Items.Select(item => item.Namespace()).Distinct().Should().Contain([space.Name, "kube-system"]);
}
