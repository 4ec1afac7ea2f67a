using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Kubernetes.ClusterTests.Access;

public sealed class VerbTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    private IKubernetesApi Api => space.Api;

    [ClusterFact]
    public async Task Object_IsCreatedReadReplacedPatchedAndDeleted()
    {
        var made = (await Api.CreateAsync(ResourceKinds.ConfigMaps, space.ConfigMap("all"), CancellationToken.None)).Get();
        made.Kind().Should().Be("ConfigMap");

        made["data"]!["value"] = "2"; // it was created with it
        var replaced = (await Api.ReplaceAsync(ResourceKinds.ConfigMaps, made, null, CancellationToken.None)).Get();
        replaced.TextAt("data", "value").Should().Be("2");

        (await Api.ReplaceAsync(ResourceKinds.ConfigMaps, made.Copy(), null, CancellationToken.None)).Should().FailWith(FailureCodes.ObjectChanged).Retryable.Should().BeTrue();

        var merge = new ObjectPatch(PatchKind.Merge, new JsonObject { ["data"] = new JsonObject { ["value"] = "3" } });
        (await Api.PatchAsync(ResourceKinds.ConfigMaps, space.Name, "all", merge, CancellationToken.None)).Get().TextAt("data", "value").Should().Be("3");
        var json = new ObjectPatch(PatchKind.Json, new JsonArray(new JsonObject { ["op"] = "replace", ["path"] = "/data/value", ["value"] = "4" }));
        (await Api.PatchAsync(ResourceKinds.ConfigMaps, space.Name, "all", json, CancellationToken.None)).Get().TextAt("data", "value").Should().Be("4");
        var strategic = new ObjectPatch(PatchKind.Strategic, new JsonObject { ["data"] = new JsonObject { ["value"] = "5" } });
        (await Api.PatchAsync(ResourceKinds.ConfigMaps, space.Name, "all", strategic, CancellationToken.None)).Get().TextAt("data", "value").Should().Be("5");

        (await Api.DeleteAsync(ResourceKinds.ConfigMaps, space.Name, "all", DeleteOptions.Usual, CancellationToken.None)).Should().BeSuccess();
        (await Api.GetAsync(ResourceKinds.ConfigMaps, space.Name, "all", CancellationToken.None)).Should().FailWith(FailureCodes.ObjectNotFound)
            .Message.Should().Contain("configmaps \"all\"").And.Contain(space.Name);
        (await Api.DeleteAsync(ResourceKinds.ConfigMaps, space.Name, "all", DeleteOptions.Usual, CancellationToken.None)).Should().BeSuccess();
    }

    [ClusterFact]
    public async Task PatchWithAnOldVersion_IsRefused()
    {
        var made = (await Api.CreateAsync(ResourceKinds.ConfigMaps, space.ConfigMap("versioned"), CancellationToken.None)).Get();
        JsonObject Body(string value) => new()
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = made.TextAt("metadata", "resourceVersion") },
            ["data"] = new JsonObject { ["value"] = value },
        };

        (await Api.PatchAsync(ResourceKinds.ConfigMaps, space.Name, "versioned", new ObjectPatch(PatchKind.Merge, Body("2")), CancellationToken.None)).Should().BeSuccess();

        (await Api.PatchAsync(ResourceKinds.ConfigMaps, space.Name, "versioned", new ObjectPatch(PatchKind.Merge, Body("3")), CancellationToken.None)).Should().FailWith(FailureCodes.ObjectChanged);
    }

    [ClusterFact]
    public async Task Apply_TakesItsFields_AndNamesWhoHasThem()
    {
        var applied = (await Api.ApplyAsync(ResourceKinds.ConfigMaps, space.ConfigMap("applied"), force: false, isDryRun: false, CancellationToken.None)).Get();
        applied.ObjectsAt("metadata", "managedFields").Select(entry => $"{entry.TextAt("manager")} {entry.TextAt("operation")}").Should().Equal("agent-sandbox Apply");

        var dry = (await Api.ApplyAsync(ResourceKinds.ConfigMaps, space.ConfigMap("applied", "9"), force: false, isDryRun: true, CancellationToken.None)).Get();
        dry.TextAt("data", "value").Should().Be("9");
        (await Api.GetAsync(ResourceKinds.ConfigMaps, space.Name, "applied", CancellationToken.None)).Get().TextAt("data", "value").Should().Be("1");

        var others = (await Api.CreateAsync(ResourceKinds.ConfigMaps, space.ConfigMap("others"), CancellationToken.None)).Get();
        others.TextAt("data", "value").Should().Be("1");
        var conflict = (await Api.ApplyAsync(ResourceKinds.ConfigMaps, space.ConfigMap("others", "2"), force: false, isDryRun: false, CancellationToken.None)).Should().FailWith(FailureCodes.ObjectChanged);
        conflict.Evidence.Should().ContainSingle(line => line.Contains(".data.value", StringComparison.Ordinal));
        (await Api.ApplyAsync(ResourceKinds.ConfigMaps, space.ConfigMap("others", "2"), force: true, isDryRun: false, CancellationToken.None)).Get().TextAt("data", "value").Should().Be("2");
    }

    [ClusterFact]
    public async Task Deletion_OfAnEarlierOne_LeavesTheLaterOne()
    {
        var first = (await Api.CreateAsync(ResourceKinds.ConfigMaps, space.ConfigMap("twice"), CancellationToken.None)).Get();
        (await Api.DeleteAsync(ResourceKinds.ConfigMaps, space.Name, "twice", new DeleteOptions(Uid: first.Uid()), CancellationToken.None)).Should().BeSuccess();
        var second = (await Api.CreateAsync(ResourceKinds.ConfigMaps, space.ConfigMap("twice"), CancellationToken.None)).Get();

        (await Api.DeleteAsync(ResourceKinds.ConfigMaps, space.Name, "twice", new DeleteOptions(Uid: first.Uid()), CancellationToken.None)).Should().BeSuccess();
        (await Api.DeleteAsync(ResourceKinds.ConfigMaps, space.Name, "twice", new DeleteOptions(Version: "1"), CancellationToken.None)).Should().FailWith(FailureCodes.ObjectChanged);

        (await Api.GetAsync(ResourceKinds.ConfigMaps, space.Name, "twice", CancellationToken.None)).Get().Uid().Should().Be(second.Uid());
    }

    [ClusterFact]
    public async Task Status_IsWrittenApartFromTheObject()
    {
        var deployment = TestNamespace.Object(ResourceKinds.Deployments, "none", space.Name);
        deployment["spec"] = JsonNode.Parse("""{"replicas":0,"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"a","image":"a:1"}]}}}""");
        (await Api.CreateAsync(ResourceKinds.Deployments, deployment, CancellationToken.None)).Should().BeSuccess();
        await Eventually.True(async () => (await Api.GetAsync(ResourceKinds.Deployments, space.Name, "none", CancellationToken.None)).Get().LongAt("status", "observedGeneration") == 1);

        var patch = new ObjectPatch(PatchKind.Merge, JsonNode.Parse("""{"status":{"collisionCount":3},"spec":{"replicas":5}}""")!, "status"); // it is JSON
        (await Api.PatchAsync(ResourceKinds.Deployments, space.Name, "none", patch, CancellationToken.None)).Should().BeSuccess();

        var now = (await Api.GetAsync(ResourceKinds.Deployments, space.Name, "none", CancellationToken.None)).Get();
        now.NumberAt("spec", "replicas").Should().Be(0);
    }

    [ClusterFact]
    public async Task WhatIsWrong_IsToldFieldByField()
    {
        var pod = TestNamespace.Object(ResourceKinds.Pods, "Wrong_Name", space.Name);
        pod["spec"] = JsonNode.Parse("""{"containers":[]}""");
        (await Api.CreateAsync(ResourceKinds.Pods, pod, CancellationToken.None)).Should().FailWith(FailureCodes.ClusterRefused)
            .Evidence.Should().Contain(cause => cause.StartsWith("spec.containers", StringComparison.Ordinal)).And.Contain(cause => cause.StartsWith("metadata.name", StringComparison.Ordinal));

        (await Api.CreateAsync(ResourceKinds.ConfigMaps, space.ConfigMap("exists"), CancellationToken.None)).Should().BeSuccess();
        (await Api.CreateAsync(ResourceKinds.ConfigMaps, space.ConfigMap("exists"), CancellationToken.None)).Should().FailWith(FailureCodes.ObjectExists);
        (await Api.GetAsync(new ResourceKind("nobody.test/v1", "Nothing", "nothings"), space.Name, "x", CancellationToken.None)).Should().FailWith(FailureCodes.ObjectNotFound)
            .Message.Should().Be("The cluster has no kind Nothing (nobody.test/v1).");
        (await Api.GetAsync(new ResourceKind("apps/v1", "Nothing", "nothings"), space.Name, "x", CancellationToken.None)).Should().FailWith(FailureCodes.ObjectNotFound)
            .Message.Should().Be("The cluster has no kind Nothing (apps/v1).");
        var elsewhere = space.ConfigMap("x");
        elsewhere["metadata"]!["namespace"] = "asb-nowhere"; // it has one
        (await Api.CreateAsync(ResourceKinds.ConfigMaps, elsewhere, CancellationToken.None)).Should().FailWith(FailureCodes.ObjectNotFound).Message.Should().Contain("namespaces \"asb-nowhere\"");
    }

    [ClusterFact]
    public async Task Version_AndOtherPaths_AreRead()
    {
        (await Api.ReadAsync("/version", CancellationToken.None)).Get().TextAt("gitVersion").Should().NotBeNullOrEmpty();
        (await Api.ReadAsync("/apis", CancellationToken.None)).Get().Kind().Should().Be("APIGroupList");
        (await Api.ReadAsync("/apis/nobody.test", CancellationToken.None)).Should().FailWith(FailureCodes.ObjectNotFound);
    }
}
