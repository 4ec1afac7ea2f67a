namespace AgentSandbox.Kubernetes.ClusterTests;

/// <summary>Tests that break the cluster for all run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
