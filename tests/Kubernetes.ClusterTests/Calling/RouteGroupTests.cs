using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Conformance;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.TestKit;

namespace AgentSandbox.Kubernetes.ClusterTests.Calling;

/// <summary>Route groups as objects that anybody may write, and as the tool writes them.</summary>
[Collection(CallingCollection.Name)]
public sealed class RouteGroupTests(ClusterBaselineFixture fixture)
{
    private static readonly string[] s_members = ["left", "right"];

    [OurClusterFact]
    public async Task TwoSandboxesOfDifferentServices_OneRequest_MeetsBothForks()
    {
        await using var caller = await ToolCaller.StartAsync(fixture);
        await ForkAsync(caller, "left", "two");
        await ForkAsync(caller, "right", "three");

        await caller.OkAsync("set_route_group", new { name = "together", sandboxes = s_members });

        var answer = await caller.OkAsync("send_routed_request", new { sandbox = "together", service = "one", path = "/chain" });
        answer["verdict"]!.GetValue<string>().Should().Be("routed", answer.ToJsonString());
        answer["hops"]!.AsArray().Select(hop => $"{hop!["service"]} {hop["answered_by"]} {hop["sandbox"]} {hop["revision"]}".Trim())
            .Should().Equal("one baseline", "two fork left 1", "three fork right 1");
        answer["body"]!.GetValue<string>().Should().Contain("of left").And.Contain("of right");
        var left = await caller.OkAsync("send_routed_request", new { sandbox = "left", service = "one", path = "/chain" });
        left["body"]!.GetValue<string>().Should().Contain("of left").And.NotContain("of right", "a sandbox's own key is its own");
        var status = (await GroupAsync("together")).ObjectAt("status");
        (status.TextAt("phase"), status.TextAt("members")).Should().Be(("Ready", "2/2"));

        await caller.OkAsync("set_route_group", new { name = "together", delete = true });

        await Eventually.True(async () => await RefusalAsync(caller, "together") is { } refusal && refusal.Contains("it was deleted", StringComparison.Ordinal), "the group's key is refused");
        (await caller.OkAsync("send_routed_request", new { sandbox = "right", service = "three", path = "/" }))["verdict"]!.GetValue<string>().Should().Be("routed");
    }

    [OurClusterFact]
    public async Task GroupByHand_SaysByItsConditionsWhatIsWrong()
    {
        await using var caller = await ToolCaller.StartAsync(fixture);
        await ForkAsync(caller, "left", "two");
        await ApplyAsync("by-hand", "left", "right");
        await ReasonAsync("by-hand", "Ready", FailureCodes.MemberMissing);
        await caller.FailAsync("send_routed_request", new { sandbox = "by-hand", service = "one", path = "/chain" }, FailureCodes.MemberMissing);
        await Eventually.True(async () => await RefusalAsync(caller, "by-hand") is { } refusal && refusal.Contains("'right'", StringComparison.Ordinal), "the baseline does not answer in its place");

        await ForkAsync(caller, "right", "three");
        await ReasonAsync("by-hand", "Ready", "Ready");

        await caller.ReadyAsync("right", new { sandbox = "right", services = new[] { "two" }, image = await ClusterBaselineFixture.ImageAsync("two", "of right") });
        await ReasonAsync("by-hand", "Ready", FailureCodes.GroupConflict);

        await ApplyAsync("left", "right");
        await ReasonAsync("left", "Accepted", FailureCodes.NameTaken);
        (await caller.OkAsync("send_routed_request", new { sandbox = "left", service = "two", path = "/" }))["verdict"]!.GetValue<string>().Should().Be("routed", "the key is the sandbox's");
        foreach (var name in new[] { "by-hand", "left" })
        {
            await fixture.Api.DeleteAsync(ResourceKinds.Groups, fixture.Namespace, name, DeleteOptions.Usual, CancellationToken.None);
        }
    }

    [OurClusterFact]
    public async Task RequestsWithAGroupsKey_KeepAllItsSandboxes()
    {
        await using var caller = await ToolCaller.StartAsync(fixture);
        await ForkAsync(caller, "left", "two");
        await ForkAsync(caller, "right", "three");
        await caller.OkAsync("set_route_group", new { name = "kept", sandboxes = s_members });

        // Only the fork of 'left' answers here; the operator writes activity at most every quarter of the idle time.
        // The request before keeps the lease from having ended already when it is made shorter.
        await caller.OkAsync("send_routed_request", new { sandbox = "right", service = "three", path = "/" });
        await ShortenAsync("right", "2m");
        var before = await LastActivityAsync("right");
        await Eventually.True(
            async () =>
            {
                (await caller.OkAsync("send_routed_request", new { sandbox = "kept", service = "two", path = "/" }))["verdict"]!.GetValue<string>().Should().Be("routed");
                return await LastActivityAsync("right") > before;
            },
            "the sandbox whose fork was not asked is renewed too");
        await caller.OkAsync("set_route_group", new { name = "kept", delete = true });
    }

    private static async Task ForkAsync(ToolCaller caller, string sandbox, string service)
    {
        await caller.CreateAsync(sandbox);
        await caller.ReadyAsync(sandbox, new { sandbox, services = new[] { service }, image = await ClusterBaselineFixture.ImageAsync(service, $"of {sandbox}") });
    }

    /// <summary>What a router says to a request with a key; null when it was answered.</summary>
    private static async Task<string?> RefusalAsync(ToolCaller caller, string key)
    {
        var services = await caller.OkAsync("list_services", new { });
        var address = services["services"]!.AsArray().Single(service => service!["service"]!.GetValue<string>() == "two")!["url"]!.GetValue<string>();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("x-sandbox-key", key);
        using var response = await client.SendAsync(request);
        return response.IsSuccessStatusCode ? null : await response.Content.ReadAsStringAsync();
    }

    private async Task<JsonObject> GroupAsync(string name) => (await fixture.Api.GetAsync(ResourceKinds.Groups, fixture.Namespace, name, CancellationToken.None)).Get();

    private async Task ApplyAsync(string name, params string[] sandboxes)
    {
        var group = TestNamespace.Object(ResourceKinds.Groups, name, fixture.Namespace);
        group["spec"] = new JsonObject { ["sandboxes"] = sandboxes.ToJson() };
        (await fixture.Api.ApplyAsync(ResourceKinds.Groups, group, force: true, isDryRun: false, CancellationToken.None)).Should().BeSuccess();
    }

    private Task ReasonAsync(string name, string type, string reason) => Eventually.True(
        async () => (await GroupAsync(name)).ObjectsAt("status", "conditions").Any(condition => condition.TextAt("type") == type && condition.TextAt("reason") == reason),
        $"{name} is {type} with the reason {reason}");

    private async Task<DateTimeOffset> LastActivityAsync(string sandbox) =>
        (await fixture.Api.GetAsync(ResourceKinds.Sandboxes, fixture.Namespace, sandbox, CancellationToken.None)).Get().TimeAt("status", "lastActivity") ?? DateTimeOffset.MinValue;

    private async Task ShortenAsync(string sandbox, string idle)
    {
        var patch = new JsonObject { ["spec"] = new JsonObject { ["lease"] = new JsonObject { ["idle"] = idle } } };
        (await fixture.Api.PatchAsync(ResourceKinds.Sandboxes, fixture.Namespace, sandbox, new ObjectPatch(PatchKind.Merge, patch), CancellationToken.None)).Should().BeSuccess();
    }
}
