using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Objects;

public sealed class PodOwnersTests
{
    [Theory]
    [InlineData("ReplicaSet", "orders-7d9f", "pod-template-hash", "7d9f", "Deployment/orders")]
    [InlineData("ReplicaSet", "orders-7d9f", "rollouts-pod-template-hash", "7d9f", "Rollout/orders")]
    [InlineData("ReplicaSet", "orders-of-somebody", "app", "orders", "ReplicaSet/orders-of-somebody")]
    [InlineData("ReplicaSet", "orders-7d9f", "pod-template-hash", "d9f", "ReplicaSet/orders-7d9f")]
    [InlineData("StatefulSet", "orders", "pod-template-hash", "orders", "StatefulSet/orders")]
    public void Workload_IsReadFromOwnerAndHash(string kind, string name, string label, string value, string expected)
    {
        var pod = Pod(label, value);
        pod.Ensure("metadata")["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = kind, ["name"] = name, ["uid"] = "1", ["controller"] = true });

        PodOwners.WorkloadOf(pod).Should().Be(expected);
    }

    [Fact]
    public void PodOfNobody_HasNoWorkload() => PodOwners.WorkloadOf(Pod("app", "orders")).Should().BeNull();

    private static JsonObject Pod(string label, string value) => new()
    {
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = "orders-1", ["labels"] = new JsonObject { [label] = value } },
    };
}
