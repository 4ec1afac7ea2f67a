using AgentSandbox.Kubernetes.ClusterTests.Conformance;

namespace AgentSandbox.Kubernetes.ClusterTests.Calling;

/// <summary>Tests of what a caller of the tools sees share one namespace with operator, routers and three services.</summary>
[CollectionDefinition(Name)]
public sealed class CallingCollection : ICollectionFixture<ClusterBaselineFixture>
{
    public const string Name = "Calling";
}
