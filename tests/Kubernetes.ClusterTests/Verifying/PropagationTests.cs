using AgentSandbox.Engine.ConformanceTests;
using AgentSandbox.Kubernetes.ClusterTests.Conformance;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Propagation;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Verification;

namespace AgentSandbox.Kubernetes.ClusterTests.Verifying;

/// <summary>Which service loses the key, told by the records of two router pods.</summary>
[Collection(VerifyingCollection.Name)]
public sealed class PropagationTests(ClusterBaselineFixture fixture)
{
    [OurClusterFact]
    public async Task Losses_AreFoundAtTheServiceThatMakesThem_AndNothingIsLeft()
    {
        using var repository = await TestRepository.CreateAsync();
        await using var system = await ClusterSystem.StartAsync(repository, fixture);
        await new SandboxDriver(system, repository.Root).CreateAsync("pr-1");

        var passed = SandboxDriver.Value(await CheckAsync(system, "one", "/chain"));
        passed.Key.Verdict.Should().Be(PropagationVerdict.Passed, passed.Key.Reason);
        passed.Arrived.Select(pair => pair.Key).Should().BeEquivalentTo(["two", "three"]);
        passed.Incomplete.Should().BeNull();

        var key = SandboxDriver.Value(await CheckAsync(system, "two", "/lose/key"));
        (key.Key.Verdict, key.Key.LostIn, key.Key.LostBefore, key.Key.Certainty).Should().Be((PropagationVerdict.Lost, "two", "three", ProofCertainty.Certain), key.Key.Reason);
        key.Carriers[KeyCarrier.Traceparent].Verdict.Should().Be(PropagationVerdict.Passed, key.Carriers[KeyCarrier.Traceparent].Reason);

        var all = SandboxDriver.Value(await CheckAsync(system, "two", "/lose/all"));
        (all.Key.Verdict, all.Key.LostIn, all.Key.LostBefore, all.Key.Certainty).Should().Be((PropagationVerdict.Lost, "two", "three", ProofCertainty.Likely), all.Key.Reason);

        var ids = SandboxDriver.Value(await CheckAsync(system, "two", "/lose/ids"));
        ids.Carriers[KeyCarrier.Header].Verdict.Should().Be(PropagationVerdict.Passed, ids.Carriers[KeyCarrier.Header].Reason);
        ids.Carriers[KeyCarrier.Baggage].LostIn.Should().Be("two", ids.Carriers[KeyCarrier.Baggage].Reason);

        (await fixture.Api.GetAsync(ResourceKinds.Sandboxes, fixture.Namespace, "pr-1", CancellationToken.None)).Get().ObjectsAt("spec", "runKeys").Should().BeEmpty("keys of probes end with the check");
    }

    [OurClusterFact]
    public async Task WithoutASandbox_IsRefusedWithTheReason()
    {
        using var repository = await TestRepository.CreateAsync();
        await using var system = await ClusterSystem.StartAsync(repository, fixture);

        var refused = await system.UseCases.CheckPropagation.ExecuteAsync(new CheckPropagationRequest { Service = "one", Path = "/chain" }, CancellationToken.None);

        refused.Should().FailWith(FailureCodes.InvalidArguments).Hint.Should().Contain("sandbox");
    }

    private static Task<Result<PropagationReport>> CheckAsync(ClusterSystem system, string service, string path) =>
        system.UseCases.CheckPropagation.ExecuteAsync(new CheckPropagationRequest { Service = service, Path = path, Sandbox = new SandboxId("pr-1") }, CancellationToken.None);
}
