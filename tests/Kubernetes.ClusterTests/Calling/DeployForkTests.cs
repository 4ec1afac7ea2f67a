using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Conformance;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.TestKit;

namespace AgentSandbox.Kubernetes.ClusterTests.Calling;

/// <summary>What an agent can say to <c>deploy_fork</c> beyond its tree, and what comes of it in the cluster.</summary>
[Collection(CallingCollection.Name)]
public sealed class DeployForkTests(ClusterBaselineFixture fixture)
{
    private static readonly string[] s_three = ["three"];

    [OurClusterFact]
    public async Task Image_WithSettings_IsDeployedWithoutABuild_AndProven()
    {
        await using var caller = await ToolCaller.StartAsync(fixture);
        await caller.CreateAsync("by-image");
        var image = await ClusterBaselineFixture.ImageAsync("three-v2", "v2 of the image");

        var ready = await caller.ReadyAsync("by-image", new
        {
            sandbox = "by-image",
            services = s_three,
            image,
            replicas = 2,
            env = new { COLOUR = "green" },
            patch = new { spec = new { template = new { spec = new { containers = new[] { new { name = "app", env = new[] { new { name = "PATCHED", value = "yes" } } } } } } } },
        });

        ready["forks"]![0]!["source"]!.GetValue<string>().Should().Be($"image {image}");
        Directory.Exists(caller.Host.Repository.WorkRoot).Should().BeTrue();
        Directory.GetDirectories(caller.Host.Repository.WorkRoot, "r1", SearchOption.AllDirectories).Should().BeEmpty("nothing was built");
        var answer = await caller.OkAsync("send_routed_request", new { sandbox = "by-image", service = "one", path = "/chain" });
        answer["verdict"]!.GetValue<string>().Should().Be("routed");
        answer.ToJsonString().Should().Contain("v2 of the image");
        (await EnvironmentOfForkAsync(caller, "COLOUR")).Should().Contain("green");
        (await EnvironmentOfForkAsync(caller, "PATCHED")).Should().Contain("yes");
        var deployment = (await ForksAsync("by-image")).Should().ContainSingle().Subject;
        deployment.NumberAt("spec", "replicas").Should().Be(2);
        deployment.NumberAt("status", "readyReplicas").Should().Be(2);

        Task<string> EnvironmentOfForkAsync(ToolCaller from, string name) => BodyAsync(from, "by-image", $"/env/{name}");
    }

    [OurClusterFact]
    public async Task ImageThatCannotBePulled_AndPatchThatIsNotAllowed_FailByName()
    {
        await using var caller = await ToolCaller.StartAsync(fixture);
        await caller.CreateAsync("bad");

        var pull = await FailureOfAsync(caller, "bad", new { sandbox = "bad", services = s_three, image = "cluster-tests/no-such-image:1", wait_seconds = 25 });
        var patch = await FailureOfAsync(caller, "bad", new { sandbox = "bad", services = s_three, image = "cluster-tests/no-such-image:1", patch = new { spec = new { selector = new { } } }, wait_seconds = 25 });

        pull["code"]!.GetValue<string>().Should().Be(FailureCodes.ImagePullFailed, pull.ToJsonString());
        pull.ToJsonString().Should().Contain("no-such-image");
        patch["code"]!.GetValue<string>().Should().Be(FailureCodes.PatchInvalid, patch.ToJsonString());
        patch["message"]!.GetValue<string>().Should().Contain("selector");
    }

    [OurClusterFact]
    public async Task ArgumentsThatCannotBeMeant_AreRefusedTogether()
    {
        await using var caller = await ToolCaller.StartAsync(fixture);
        await caller.CreateAsync("nonsense");

        var error = await caller.FailAsync("deploy_fork", new { sandbox = "nonsense", image = "a b", replicas = 99 }, FailureCodes.InvalidArguments);
        var unknown = await caller.FailAsync("deploy_fork", new { sandbox = "nonsense", services = new[] { "four" }, image = "a" }, FailureCodes.ServiceNotFound);

        error["message"]!.GetValue<string>().Should().Contain("'a b'").And.Contain("'replicas' is 99").And.Contain("name exactly one");
        unknown["hint"]!.GetValue<string>().Should().Contain("three");
    }

    [OurClusterFact]
    public async Task BaselineThatChanged_IsTold_AndRebaseFollows()
    {
        await using var caller = await ToolCaller.StartAsync(fixture);
        await caller.CreateAsync("drift");
        var image = await ClusterBaselineFixture.ImageAsync("three-drift", "drift");
        await caller.ReadyAsync("drift", new { sandbox = "drift", services = s_three, image, env = new { KEPT = "still" } });
        var mark = Guid.NewGuid().ToString("N");

        await ChangeBaselineAsync(mark);

        await Eventually.True(async () => (await caller.CallAsync("get_sandbox", new { sandbox = "drift" }))["forks"]![0]!["baseline_changed"]?.GetValue<bool>() == true, "the sandbox says that its baseline changed");
        var told = await caller.OkAsync("get_sandbox", new { sandbox = "drift" });
        told["next_step"]!.GetValue<string>().Should().Be("Call deploy_fork with sandbox: drift, services: [three] and rebase: true, because the baseline changed.");
        told["notes"]!.ToJsonString().Should().Contain("baseline changed: Deployment/three");
        (await BodyAsync(caller, "drift", "/env/MARK")).Should().NotContain(mark, "the fork stays on what it was cloned from");

        var rebased = await caller.ReadyAsync("drift", new { sandbox = "drift", services = s_three, rebase = true });

        rebased["forks"]![0]!["revision"]!.GetValue<int>().Should().Be(2);
        rebased["forks"]![0]!["baseline_changed"].Should().BeNull();
        (await BodyAsync(caller, "drift", "/env/MARK")).Should().Contain(mark);
        (await BodyAsync(caller, "drift", "/env/KEPT")).Should().Contain("still");
        (await BodyAsync(caller, "drift", "/")).Should().Contain("drift");
    }

    [OurClusterFact]
    public async Task RebaseOfATreeWithoutEdits_IsANewRevision()
    {
        await using var caller = await ToolCaller.StartAsync(fixture);
        caller.Host.Repository.Write("three/version.txt", "edited");
        await caller.CreateAsync("tree");
        var first = await caller.ReadyAsync("tree", new { sandbox = "tree" });
        var mark = Guid.NewGuid().ToString("N");
        await ChangeBaselineAsync(mark);
        await Eventually.True(async () => (await caller.CallAsync("get_sandbox", new { sandbox = "tree" }))["forks"]![0]!["baseline_changed"]?.GetValue<bool>() == true, "the sandbox says that its baseline changed");

        var second = await caller.ReadyAsync("tree", new { sandbox = "tree", rebase = true });

        first["forks"]![0]!["revision"]!.GetValue<int>().Should().Be(1);
        second["forks"]![0]!["revision"]!.GetValue<int>().Should().Be(2);
        (await BodyAsync(caller, "tree", "/")).Should().Contain("edited");
        (await BodyAsync(caller, "tree", "/env/MARK")).Should().Contain(mark);
    }

    /// <summary>A call waits for 25 s at most; what a slower cluster found by then is asked for once more.</summary>
    private static async Task<JsonNode> FailureOfAsync(ToolCaller caller, string sandbox, object deploy)
    {
        var answer = await caller.CallAsync("deploy_fork", deploy);
        answer = answer["error"] is null ? await caller.SettledAsync(sandbox) : answer;
        return answer["error"] ?? answer["forks"]![0]!["failure"] ?? throw new FluentAssertions.Execution.AssertionFailedException($"The deploy was to fail, and said {answer.ToJsonString()}");
    }

    private static async Task<string> BodyAsync(ToolCaller caller, string sandbox, string path)
    {
        var answer = await caller.OkAsync("send_routed_request", new { sandbox, service = "three", path });
        answer["verdict"]!.GetValue<string>().Should().Be("routed");
        return answer["body"]!.ToJsonString();
    }

    private async Task<IReadOnlyList<JsonObject>> ForksAsync(string sandbox) =>
        (await fixture.Api.ListAsync(ResourceKinds.Deployments, fixture.Namespace, new ListOptions { LabelSelector = $"{KnownNames.SandboxLabel}={sandbox}" }, CancellationToken.None)).Get().Items;

    /// <summary>What its owner would do: the baseline gets another variable.</summary>
    private async Task ChangeBaselineAsync(string mark)
    {
        var patch = JsonNode.Parse($$"""{ "spec": { "template": { "spec": { "containers": [{ "name": "app", "env": [{ "name": "MARK", "value": "{{mark}}" }] }] } } } }""")!.AsObject();
        (await fixture.Api.PatchAsync(ResourceKinds.Deployments, fixture.Namespace, "three", new ObjectPatch(PatchKind.Strategic, patch), CancellationToken.None)).Should().BeSuccess();
        await Eventually.True(
            async () => (await fixture.Api.GetAsync(ResourceKinds.Deployments, fixture.Namespace, "three", CancellationToken.None)).Value is { } now
                && now.LongAt("status", "observedGeneration") >= now.LongAt("metadata", "generation") && now.NumberAt("status", "readyReplicas") == 1 && now.NumberAt("status", "updatedReplicas") == 1 && now.NumberAt("status", "replicas") == 1,
            "the baseline runs what was changed");
    }
}
