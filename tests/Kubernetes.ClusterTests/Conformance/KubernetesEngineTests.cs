using AgentSandbox.Engine.ConformanceTests;

namespace AgentSandbox.Kubernetes.ClusterTests.Conformance;

/// <summary>The engine conformance suite in the test cluster.</summary>
public sealed class KubernetesEngineTests(ClusterBaselineFixture fixture) : SandboxEngineConformance, IClassFixture<ClusterBaselineFixture>, ISystemAvailability
{
    public static string? Reason => TestCluster.Kubeconfig is null ? TestCluster.Reason
        : !TestCluster.IsOurs ? "Images can be loaded into the cluster of tests/cluster alone."
        : null;

    public static string? ReasonOf(string test) => test switch
    {
        nameof(CrashedFork_KeyedRequest_IsRefusedAndNotAnsweredByTheBaseline) => "A cluster starts a container that ended again; what does not come back is told by the tests of failures.",
        _ => null,
    };

    protected override async Task<ISandboxSystem> StartAsync(TestRepository repository) => await ClusterSystem.StartAsync(repository, fixture);
}
