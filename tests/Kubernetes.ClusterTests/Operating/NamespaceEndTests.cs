using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Operating;

/// <summary>A namespace that goes with everything that is in it: no finalizer of ours holds it.</summary>
public sealed class NamespaceEndTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    [OurClusterFact]
    public async Task NamespaceWithRunningSandboxes_IsDeleted_AndNothingIsLeft()
    {
        var enrolments = new Enrolments(space);
        var sandboxes = new SandboxObjects(space.Api, space.Name);
        await enrolments.DeployAsync("orders", replicas: 1);
        await enrolments.InstallAsync(await ProgramImages.ProductAsync());
        await sandboxes.ApplyAsync("pr-1", """{ "forks": [{ "service": "orders" }] }""");
        await sandboxes.WhenReadyAsync("pr-1");
        (await sandboxes.FindAsync("pr-1")).At("metadata", "finalizers").Should().BeNull("nothing outside of the cluster is owned");

        await space.Api.DeleteAsync(ResourceKinds.Namespaces, null, space.Name, DeleteOptions.Usual, CancellationToken.None);

        await Eventually.True(async () => (await space.Api.GetAsync(ResourceKinds.Namespaces, null, space.Name, CancellationToken.None)).Failure?.Code == Orchestration.Failures.FailureCodes.ObjectNotFound, "the namespace is gone");
        foreach (var kind in (ResourceKind[])[ResourceKinds.Sandboxes, ResourceKinds.Deployments, ResourceKinds.Pods, ResourceKinds.ConfigMaps, ResourceKinds.Leases])
        {
            (await space.Api.ListAsync(kind, space.Name, ListOptions.All, CancellationToken.None)).Get().Items.Should().BeEmpty();
        }
    }
}
