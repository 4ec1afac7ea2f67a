using AgentSandbox.Kubernetes.ClusterTests.Conformance;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Kubernetes.ClusterTests.Verifying;

/// <summary>Load never goes through a port-forward.</summary>
[Collection(VerifyingCollection.Name)]
public sealed class LoadStepTests(ClusterBaselineFixture fixture)
{
    private const string Plan = """
        version: 1
        purpose: The fork is as fast as the baseline
        steps:
          - id: load
            load: { service: three, path: /, rate: 20, duration: 3s, warmUp: 1s }
        """;

    [OurClusterFact]
    public async Task FromOutside_LoadIsRefused_AndWithADirectAddressItIsMeasured()
    {
        await using (var forwarded = await ForkedSystem.StartAsync(fixture))
        {
            var refused = (await forwarded.RunAsync(Plan)).Record.Steps.Single();

            refused.State.Should().Be(StepState.Inconclusive);
            refused.Evidence[0].Title.Should().StartWith(FailureCodes.LoadNotDirect);
            refused.Evidence[0].Lines.Should().Contain(line => line.Contains("services.three.direct", StringComparison.Ordinal));
            refused.MetFork.Should().BeFalse("nothing was sent");
        }

        // The test machine has a route to the cluster's addresses.
        var address = (await fixture.Api.GetAsync(ResourceKinds.Services, fixture.Namespace, "three", CancellationToken.None)).Get().TextAt("spec", "clusterIP");
        await using var direct = await ForkedSystem.StartAsync(fixture, file => file.Replace("three: {", $"three: {{ direct: \"http://{address}\",", StringComparison.Ordinal) + "limits: { baselineRate: 50 }\n");
        var measured = (await direct.RunAsync(Plan)).Record.Steps.Single();

        measured.State.Should().Be(StepState.Passed, measured.Summary);
        measured.MetFork.Should().BeTrue();
        measured.Evidence.Should().Contain(evidence => evidence.Kind == EvidenceKind.Latency);
    }

    [OurClusterFact]
    public async Task SharedBaseline_GetsNoLoadUnlessThatIsSet()
    {
        var address = (await fixture.Api.GetAsync(ResourceKinds.Services, fixture.Namespace, "three", CancellationToken.None)).Get().TextAt("spec", "clusterIP");
        await using var system = await ForkedSystem.StartAsync(fixture, file => file.Replace("three: {", $"three: {{ direct: \"http://{address}\",", StringComparison.Ordinal));

        var refused = (await system.RunAsync(Plan)).Record.Steps.Single();

        refused.State.Should().Be(StepState.Inconclusive);
        refused.Summary.Should().Contain("limits.baselineRate");
    }
}
