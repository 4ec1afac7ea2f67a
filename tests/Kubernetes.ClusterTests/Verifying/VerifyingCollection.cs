using AgentSandbox.Kubernetes.ClusterTests.Conformance;

namespace AgentSandbox.Kubernetes.ClusterTests.Verifying;

/// <summary>Tests of verification share one enrolled baseline.</summary>
[CollectionDefinition(Name)]
public sealed class VerifyingCollection : ICollectionFixture<ClusterBaselineFixture>
{
    public const string Name = "Verifying";
}
