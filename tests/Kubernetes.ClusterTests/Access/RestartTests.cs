using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentSandbox.Kubernetes.ClusterTests.Access;

[Collection(AloneCollection.Name)]
public sealed class RestartTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    private const string Server = "kube-apiserver";

    [OurClusterFact]
    public async Task Cache_FollowsOverARestartOfTheServer()
    {
        await using var cache = new ObjectCache(space.Api, ResourceKinds.ConfigMaps, space.Name, ListOptions.All, TimeProvider.System, NullLogger.Instance)
        {
            Transform = WithoutManagedFields,
        };
        var told = new List<string>();
        cache.Changed = change =>
        {
            lock (told)
            {
                told.Add($"{change.Kind} {change.Item.Name()}");
            }
        };
        cache.Start();
        (await cache.WhenCompleteAsync(CancellationToken.None)).Should().BeSuccess();
        await Eventually.True(() => cache.IsCurrent);
        (await space.Api.CreateAsync(ResourceKinds.ConfigMaps, space.ConfigMap("before"), CancellationToken.None)).Should().BeSuccess();
        await Eventually.True(() => cache.Find(space.Name, "before") is not null);

        await TestCluster.RunAsync("part", Server, "kill");
        try
        {
            await Eventually.True(() => !cache.IsCurrent);
            cache.IsComplete.Should().BeTrue("what was seen last still counts");
            cache.Find(space.Name, "before").Should().NotBeNull();

            // A write on a connection that was open may have been made; one after a look that failed certainly was not.
            (await space.Api.GetAsync(ResourceKinds.ConfigMaps, space.Name, "before", CancellationToken.None)).Should().FailWith(FailureCodes.ClusterUnreachable);
            var lost = (await space.Api.CreateAsync(ResourceKinds.ConfigMaps, space.ConfigMap("lost"), CancellationToken.None)).Should().FailWith(FailureCodes.ClusterUnreachable);
            lost.Retryable.Should().BeTrue();
        }
        finally
        {
            await TestCluster.RunAsync("part", Server, "start");
        }

        await Eventually.True(async () => (await space.Api.CreateAsync(ResourceKinds.ConfigMaps, space.ConfigMap("after"), CancellationToken.None)).IsSuccess);
        (await space.Api.DeleteAsync(ResourceKinds.ConfigMaps, space.Name, "before", DeleteOptions.Usual, CancellationToken.None)).Should().BeSuccess();
        await Eventually.True(() => cache.IsCurrent && cache.Find(space.Name, "after") is not null && cache.Find(space.Name, "before") is null);
        cache.Find(space.Name, "after").ObjectsAt("metadata", "managedFields").Should().BeEmpty();
        await foreach (var next in space.Api.WatchAsync(ResourceKinds.ConfigMaps, space.Name, "1", ListOptions.All, CancellationToken.None))
        {
            (next.IsSuccess || next.Failure.Code == FailureCodes.ObjectChanged).Should().BeTrue("a server that has started anew does not know that version");
        }

        lock (told)
        {
            told.Should().Contain(["Added before", "Added after", "Deleted before"]).And.OnlyHaveUniqueItems("nothing is told twice");
        }
    }

    [OurClusterFact]
    public async Task Reading_SurvivesAShortAbsence()
    {
        var reads = Task.Run(async () =>
        {
            var failed = 0;
            for (var i = 0; i < 50; i++)
            {
                var result = await space.Api.GetAsync(ResourceKinds.Namespaces, null, space.Name, CancellationToken.None);
                failed += result.IsSuccess || result.Failure.Code is FailureCodes.ClusterUnreachable or FailureCodes.ClusterBusy ? 0 : 1;
            }

            return failed;
        });

        await TestCluster.RunAsync("part", Server, "restart");

        (await reads).Should().Be(0, "an absent server is told by its code and by no other");
        await Eventually.True(async () => (await space.Api.GetAsync(ResourceKinds.Namespaces, null, space.Name, CancellationToken.None)).IsSuccess);
    }

    private static JsonObject WithoutManagedFields(JsonObject item)
    {
        (item["metadata"] as JsonObject)?.Remove("managedFields");
        return item;
    }
}
