using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding;

/// <summary>A namespace with two small services, the operator and routers, set up once for a class of tests.</summary>
public sealed class BoxBaseline : IAsyncLifetime
{
    internal TestNamespace Space { get; } = new();

    internal Sandboxes Sandboxes => new(Space);

    internal BoxService Shop => new(Space, "shop");

    internal BoxService Stock => new(Space, "stock");

    public async Task InitializeAsync()
    {
        await Space.InitializeAsync();
        if (TestCluster.Kubeconfig is null || !TestCluster.IsOurs)
        {
            return; // Its tests are skipped.
        }

        var enrolments = new Enrolments(Space);
        await enrolments.InstallAsync(await ProgramImages.ProductAsync());
        await Task.WhenAll(Shop.DeployAsync(), Stock.DeployAsync());
        await enrolments.EnrolAsync("shop", ServiceOutcomeKind.Enrolled);
        await enrolments.EnrolAsync("stock", ServiceOutcomeKind.Enrolled);
    }

    public Task DisposeAsync() => Space.DisposeAsync();
}
