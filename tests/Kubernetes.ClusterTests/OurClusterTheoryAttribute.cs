namespace AgentSandbox.Kubernetes.ClusterTests;

/// <summary>Cases that need a cluster whose images the tests load; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OurClusterTheoryAttribute : TheoryAttribute
{
    public OurClusterTheoryAttribute() => Skip = new OurClusterFactAttribute().Skip;
}
