using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Kubernetes.ClusterTests.Operating;

/// <summary>Objects by hand that cannot be meant, and what becomes of a namespace that goes with all that is in it.</summary>
public sealed class NonsenseTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    private readonly Enrolments _enrolments = new(space);
    private readonly SandboxObjects _sandboxes = new(space.Api, space.Name);

    [OurClusterFact]
    public async Task EachMistake_IsToldWithItsOwnCode_AndTheForkBesideItIsReady()
    {
        await _enrolments.DeployAsync("orders", replicas: 1);
        await _enrolments.DeployAsync("payments", replicas: 1);
        await _enrolments.InstallAsync(await ProgramImages.ProductAsync());
        (string Name, string Fork, string Code)[] mistakes =
        [
            ("no-service", """{ "service": "ordres", "replicas": 0 }""", FailureCodes.ServiceNotFound),
            ("no-workload", """{ "service": "payments", "replicas": 0, "workload": { "kind": "StatefulSet", "name": "nobody" } }""", FailureCodes.WorkloadNotFound),
            ("no-container", """{ "service": "payments", "replicas": 0, "image": "x:1", "container": "nobody" }""", FailureCodes.ContainerNotFound),
            ("patch-outside", """{ "service": "payments", "replicas": 0, "patch": { "metadata": { "name": "mine" } } }""", FailureCodes.PatchInvalid),
            ("patch-directive", """{ "service": "payments", "replicas": 0, "patch": { "spec": { "template": { "spec": { "$patch": "explode" } } } } }""", FailureCodes.PatchInvalid),
        ];

        foreach (var (name, fork, _) in mistakes)
        {
            await _sandboxes.ApplyAsync(name, $$"""{ "forks": [{ "service": "orders", "replicas": 0 }, {{fork}}] }""");
        }

        foreach (var (name, _, code) in mistakes)
        {
            var seen = await _sandboxes.WhenAsync(name, item => item.ObjectsAt("status", "forks").Count() == 2 && item.ObjectsAt("status", "forks").All(entry => entry.TextAt("phase") is "Ready" or "Failed"), $"{name} is settled");
            SandboxObjects.Fork(seen, "orders").TextAt("phase").Should().Be("Ready", $"{name}: the fork beside it is not affected");
            SandboxObjects.Reason(seen, "Ready").Should().Be(code);
            seen.ObjectsAt("status", "forks").Single(entry => entry.TextAt("service") != "orders").TextAt("failure", "code").Should().Be(code);
            (await ClusterEvents.WhenAsync(space.Api, space.Name, name, "ForkFailed")).TextAt("message").Should().Contain(code);
        }
    }

    [ClusterFact]
    public async Task WhatTheDefinitionForbids_IsRefusedByTheServer_WithItsPlace()
    {
        (string Name, string Spec, string Place)[] mistakes =
        [
            ("replicas", """{ "forks": [{ "service": "orders", "replicas": 21 }] }""", "spec.forks.replicas"),
            ("negative", """{ "forks": [{ "service": "orders", "replicas": -1 }] }""", "spec.forks.replicas"),
            ("image", """{ "forks": [{ "service": "orders", "image": "two words" }] }""", "spec.forks.image"),
            ("service", """{ "forks": [{ "service": "Orders!" }] }""", "spec.forks.service"),
            ("lease", """{ "lease": { "idle": "soon" } }""", "spec.lease.idle"),
            ("variable", """{ "forks": [{ "service": "orders", "env": [{ "name": "1 x" }] }] }""", "spec.forks.env.name"),
        ];
        foreach (var (name, spec, place) in mistakes)
        {
            var item = TestNamespace.Object(ResourceKinds.Sandboxes, name, space.Name);
            item["spec"] = System.Text.Json.Nodes.JsonNode.Parse(spec);
            var refused = (await space.Api.CreateAsync(ResourceKinds.Sandboxes, item, CancellationToken.None)).Should().FailWith(FailureCodes.ClusterRefused);
            $"{refused.Message} {string.Join(' ', refused.Evidence)}".Should().MatchRegex(place.Replace(".", @"(\[\d+\])?\.", StringComparison.Ordinal), name);
        }
    }
}
