using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Kubernetes.ClusterTests.Operating;

/// <summary>Limits of the operator, as an installation sets them.</summary>
public sealed class QuotaTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    private readonly Enrolments _enrolments = new(space);
    private readonly SandboxObjects _sandboxes = new(space.Api, space.Name);

    [OurClusterFact]
    public async Task WhatIsBeyondALimit_IsNotAccepted_UntilThereIsRoom_AndWhatWasAcceptedStays()
    {
        var image = await ProgramImages.ProductAsync();
        await _enrolments.DeployAsync("orders", replicas: 0);
        await _enrolments.DeployAsync("payments", replicas: 0);
        await _enrolments.InstallAsync(image, new SandboxLimits { SandboxesPerOwner = 2, ForksPerSandbox = 1, ReplicasPerFork = 3 });
        await _sandboxes.ApplyAsync("a", Of("jane", """{ "service": "orders", "replicas": 0 }"""));
        await _sandboxes.ApplyAsync("b", Of("jane", """{ "service": "orders", "replicas": 0 }"""));
        await _sandboxes.WhenReadyAsync("a");
        await _sandboxes.WhenReadyAsync("b");

        await _sandboxes.ApplyAsync("c", Of("jane", """{ "service": "orders", "replicas": 0 }"""));
        await _sandboxes.ApplyAsync("d", Of("john", """{ "service": "orders", "replicas": 0 }, { "service": "payments", "replicas": 0 }"""));
        await _sandboxes.ApplyAsync("e", Of("john", """{ "service": "orders", "replicas": 4 }"""));

        var owner = await RefusedAsync("c", FailureCodes.OwnerQuotaExceeded);
        SandboxObjects.Condition(owner, "Accepted").TextAt("message").Should().Be("'jane' has 2 sandboxes of at most 2: a, b. Delete one of them with delete_sandbox, or ask whoever runs the operator for more ('agent-sandbox install --max-sandboxes-per-owner').");
        owner.ObjectsAt("status", "forks").Should().BeEmpty("nothing is made for it");
        await RefusedAsync("d", FailureCodes.ForkLimitExceeded);
        await _sandboxes.WhenAsync("d", item => SandboxObjects.Fork(item, "orders").TextAt("phase") == "Ready", "the others are not affected");
        await RefusedAsync("e", FailureCodes.ForkLimitExceeded);
        (await ClusterEvents.WhenAsync(space.Api, space.Name, "c", "NotAccepted")).TextAt("message").Should().StartWith("owner_quota_exceeded: 'jane' has 2");

        await _sandboxes.DeleteAsync("a");
        await _sandboxes.WhenReadyAsync("c");

        await _enrolments.InstallAsync(image, new SandboxLimits { SandboxesPerOwner = 1 });
        await _sandboxes.ApplyAsync("f", Of("jane", ""));
        await RefusedAsync("f", FailureCodes.OwnerQuotaExceeded);
        SandboxObjects.Status(await _sandboxes.FindAsync("b"), "Accepted").Should().Be("True", "what was accepted stays");
        SandboxObjects.Status(await _sandboxes.FindAsync("c"), "Accepted").Should().Be("True", "what was accepted stays");

        await _enrolments.InstallAsync(image, new SandboxLimits { SandboxesPerOwner = 0, ForksPerSandbox = 0, ReplicasPerFork = 0 });
        await _sandboxes.WhenReadyAsync("f");
        await _sandboxes.WhenReadyAsync("d");
        (await _enrolments.UninstallAsync(RemovalMode.Force)).Should().BeSuccess();
    }

    private Task<System.Text.Json.Nodes.JsonObject> RefusedAsync(string name, string code) =>
        _sandboxes.WhenAsync(name, item => SandboxObjects.Status(item, "Accepted") == "False" && SandboxObjects.Reason(item, "Accepted") == code && SandboxObjects.Reason(item, "Ready") == code, $"{name} is refused with {code}");

    private static string Of(string owner, string forks) => $$"""{ "owner": { "user": "{{owner}}" }, "forks": [{{forks}}] }""";
}
