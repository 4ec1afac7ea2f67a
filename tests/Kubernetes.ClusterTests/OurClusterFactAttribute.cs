namespace AgentSandbox.Kubernetes.ClusterTests;

/// <summary>A test that breaks parts of the cluster.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OurClusterFactAttribute : FactAttribute
{
    public OurClusterFactAttribute()
    {
        if (TestCluster.Kubeconfig is null)
        {
            Skip = TestCluster.Reason;
        }
        else if (!TestCluster.IsOurs)
        {
            Skip = "The cluster is not that of tests/cluster, so its parts cannot be killed.";
        }
    }
}
