using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Installing;

public sealed class RolloutFactsTests
{
    [Theory]
    [InlineData("{ metadata: { generation: 2 }, spec: { replicas: 2 }, status: { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 } }", true, "2 of 2 pods are ready")]
    [InlineData("{ metadata: { generation: 3 }, spec: { replicas: 2 }, status: { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 } }", false, "2 of 2 pods are ready")]
    [InlineData("{ metadata: { generation: 2 }, spec: { replicas: 2 }, status: { observedGeneration: 2, replicas: 3, updatedReplicas: 2, availableReplicas: 3 } }", false, "2 of 2 pods are ready, older ones end")]
    [InlineData("{ metadata: { generation: 1 }, spec: { replicas: 2 } }", false, "0 of 2 pods are ready")]
    public void Rollout_IsReadyWhenOnlyNewPodsAreThere(string deployment, bool ready, string activity)
    {
        var facts = RolloutFacts.Of(GoldenCases.Yaml(deployment), []);

        facts.IsReady.Should().Be(ready);
        facts.Activity.Should().Be(activity);
    }

    [Theory]
    [InlineData("{ state: { waiting: { reason: ErrImageNeverPull, message: not here } } }", "The image 'a:1' of container 'operator' of pod 'op-1' cannot be had: ErrImageNeverPull not here")]
    [InlineData("{ restartCount: 3, ready: false, state: { waiting: { reason: CrashLoopBackOff } }, lastState: { terminated: { exitCode: 134 } } }", "The container 'operator' of pod 'op-1' ended 3 times, last with exit code 134.")]
    [InlineData("{ restartCount: 1, ready: false, state: { running: {} } }", null)]
    [InlineData("{ state: { waiting: { reason: ContainerCreating } } }", null)]
    public void Trouble_IsWhatDoesNotPassByItself(string status, string? expected)
    {
        var pod = GoldenCases.Yaml("{ kind: Pod, metadata: { name: op-1 }, spec: { containers: [{ name: operator, image: 'a:1' }] } }");
        var container = GoldenCases.Yaml(status);
        container["name"] = "operator";
        pod.Ensure("status")["containerStatuses"] = new System.Text.Json.Nodes.JsonArray(container);

        RolloutFacts.Of(GoldenCases.Yaml("{ spec: { replicas: 2 } }"), [pod]).Trouble.Should().Be(expected);
    }

    [Fact]
    public void Pods_ThatAreNotMade_AreTrouble() =>
        RolloutFacts.Of(GoldenCases.Yaml("{ spec: { replicas: 2 }, status: { conditions: [{ type: ReplicaFailure, status: 'True', message: exceeded quota }] } }"), []).Trouble.Should().Be("Pods are not made: exceeded quota");
}
