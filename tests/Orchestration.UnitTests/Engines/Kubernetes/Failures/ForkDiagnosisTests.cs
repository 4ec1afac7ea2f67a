using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Failures;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Failures;

public sealed class ForkDiagnosisTests
{
    private const string Folder = "Failures/Cases";

    public static TheoryData<string> Cases => GoldenCases.In(Folder);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Status_BecomesTheExpectedAnswer(string name)
    {
        var readiness = ForkDiagnosis.Judge(Observation(GoldenCases.Input(Folder, name)));

        GoldenCases.Verify(Folder, name, new JsonObject
        {
            ["ready"] = readiness.IsReady,
            ["activity"] = readiness.Activity,
            ["code"] = readiness.Failure?.Code,
            ["category"] = readiness.Failure?.Category.ToString(),
            ["message"] = readiness.Failure?.Message,
            ["hint"] = readiness.Failure?.Hint,
            ["evidence"] = readiness.Failure?.Evidence.ToJson(),
            ["retryable"] = readiness.Failure?.Retryable,
        });
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ deployment: { spec: { replicas: many }, status: 3 } }")]
    [InlineData("{ pods: [{ status: { containerStatuses: [{ state: { waiting: x } }], conditions: [3] } }], events: [{}] }")]
    [InlineData("{ replicaSets: [{ status: { conditions: { type: ReplicaFailure } } }] }")]
    public void Status_WithNonsense_IsProgress(string input) =>
        ForkDiagnosis.Judge(Observation(GoldenCases.Yaml(input))).IsProgressing.Should().BeTrue();

    [Fact]
    public void Evidence_IsBounded()
    {
        var input = GoldenCases.Input(Folder, "crash-loop");
        input["logs"]!["orders-1/orders"] = new JsonArray([.. Enumerable.Range(0, 500).Select(number => (JsonNode)$"{number} {new string('x', 9000)}")]); // the case has logs

        var evidence = ForkDiagnosis.Judge(Observation(input)).Failure!.Evidence; // it crashes

        evidence.Should().HaveCount(20);
        evidence.Should().OnlyContain(line => line.Length <= 401);
        evidence[^1].Should().StartWith("499 ");
    }

    private static ForkObservation Observation(JsonObject input) => new()
    {
        Fork = "pr-42/orders@3",
        Deployment = GoldenCases.Over(GoldenCases.Yaml("{ kind: Deployment, metadata: { name: orders-r3, namespace: shop, generation: 1 }, spec: { replicas: 1, selector: { matchLabels: { agentsandbox.dev/sandbox: pr-42 } } }, status: { observedGeneration: 1 } }"), input.ObjectAt("deployment") ?? []),
        ReplicaSets = [.. input.ObjectsAt("replicaSets")],
        Pods = [.. input.ObjectsAt("pods")],
        Events = [.. input.ObjectsAt("events")],
        Logs = (input.ObjectAt("logs") ?? []).ToDictionary(pair => pair.Key, pair => pair.Value.ListAt()),
        Now = input.TimeAt("now") ?? new DateTimeOffset(2026, 1, 1, 12, 1, 0, TimeSpan.Zero),
    };
}
