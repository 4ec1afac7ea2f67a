using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding;

/// <summary>However a sandbox ends, nothing of it is left, and nothing of the baseline has changed.</summary>
public sealed class LeftoverTests(BoxBaseline baseline) : IClassFixture<BoxBaseline>
{
    [OurClusterFact]
    public async Task SandboxThatIsDeletedByATool_LeavesNothing()
    {
        var before = await StateAsync();
        await DeployAsync("by-tool");

        await baseline.Sandboxes.EndAsync("by-tool");

        await BeGoneAsync("by-tool", before);
    }

    [OurClusterFact]
    public async Task SandboxThatKubectlDeletes_LeavesNothing()
    {
        var before = await StateAsync();
        await DeployAsync("by-kubectl");

        await baseline.Sandboxes.DeleteAsync("by-kubectl");

        await BeGoneAsync("by-kubectl", before);
    }

    [OurClusterFact]
    public async Task SandboxWhoseLeaseEnds_LeavesNothing()
    {
        var before = await StateAsync();
        await baseline.Sandboxes.CreateFromAsync("by-lease", new JsonObject
        {
            ["lease"] = new JsonObject { ["idle"] = "8s", ["max"] = "1h" },
            ["forks"] = new JsonArray(Sandboxes.Fork("shop", BoxService.Answer, "of by-lease")),
        });
        await baseline.Sandboxes.BeReadyAsync("by-lease");

        await BeGoneAsync("by-lease", before);
    }

    [OurClusterFact]
    public async Task SandboxThatEndsBeforeItsForkIsReady_LeavesNothing()
    {
        var before = await StateAsync();
        var fork = Sandboxes.Fork("shop", BoxService.Answer, "never");
        fork["image"] = "cluster-tests/nowhere:1";
        await baseline.Sandboxes.CreateAsync("half-way", fork, Sandboxes.Fork("stock", BoxService.Answer, "of half-way"));
        await Eventually.True(async () => (await StateAsync()).Names.Count(name => name.Contains("half-way", StringComparison.Ordinal)) > 2, "its forks are begun with");

        await baseline.Sandboxes.EndAsync("half-way");

        await BeGoneAsync("half-way", before);
    }

    [OurClusterFact]
    public async Task NamespaceThatIsDeleted_GoesWithEverything()
    {
        var space = new TestNamespace();
        await space.InitializeAsync();
        try
        {
            var (enrolments, shop, sandboxes) = (new Enrolments(space), new BoxService(space, "shop"), new Sandboxes(space));
            await enrolments.InstallAsync(await ProgramImages.ProductAsync());
            await shop.DeployAsync(replicas: 1);
            await enrolments.EnrolAsync("shop", ServiceOutcomeKind.Enrolled);
            await sandboxes.CreateAsync("goes-along", Sandboxes.Fork("shop", BoxService.Answer, "of goes-along"));
            await sandboxes.BeReadyAsync("goes-along");

            (await space.Api.DeleteAsync(ResourceKinds.Namespaces, null, space.Name, DeleteOptions.Usual, CancellationToken.None)).Should().BeSuccess();

            await Eventually.True(async () => !(await space.Api.GetAsync(ResourceKinds.Namespaces, null, space.Name, CancellationToken.None)).IsSuccess, "nothing holds the namespace");
            (await NamespaceState.ReadAsync(space.Api, space.Name)).Names.Should().BeEmpty();
        }
        finally
        {
            await space.DisposeAsync();
        }
    }

    private Task<NamespaceState> StateAsync() => NamespaceState.ReadAsync(baseline.Space.Api, baseline.Space.Name);

    private async Task DeployAsync(string name)
    {
        await baseline.Sandboxes.CreateAsync(name, Sandboxes.Fork("shop", BoxService.Answer, $"of {name}"), Sandboxes.Fork("stock", BoxService.Answer, $"of {name}"));
        await baseline.Sandboxes.BeReadyAsync(name);
        (await baseline.Shop.AskAsync(name)).Should().Be($"of {name}");
        (await baseline.Stock.AskAsync(name)).Should().Be($"of {name}");
        (await baseline.Stock.AskAsync()).Should().Be("baseline of stock");
    }

    private async Task BeGoneAsync(string name, NamespaceState before)
    {
        await baseline.Sandboxes.BeGoneAsync(name);
        await Eventually.True(async () => await baseline.Shop.AskAsync(name) == "410", "a key that has ended is refused by every router");
        await before.ShouldReturnAsync(baseline.Space.Api, baseline.Space.Name, name);
    }
}
