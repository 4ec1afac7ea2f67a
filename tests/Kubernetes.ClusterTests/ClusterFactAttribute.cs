namespace AgentSandbox.Kubernetes.ClusterTests;

/// <summary>A test that needs a cluster.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute()
    {
        if (TestCluster.Kubeconfig is null)
        {
            Skip = TestCluster.Reason;
        }
    }
}
