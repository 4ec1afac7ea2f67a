using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Team;

/// <summary>One server for many people: the cluster decides for each what they may, and its audit log has their names.</summary>
public sealed class TeamServerTests(TeamFixture team) : IClassFixture<TeamFixture>
{
    [OurClusterFact]
    public async Task TwoUsers_EachHasTheirOwnRights_AndTheAuditLogHasTheirNames()
    {
        await using var maker = await team.ConnectAsync(team.Maker);
        await using var looker = await team.ConnectAsync(team.Looker);
        await using var stranger = await team.ConnectAsync(team.Stranger);

        var created = await maker.OkAsync("create_sandbox", new { name = "shared" });
        var refused = await looker.FailAsync("create_sandbox", new { name = "other" });
        var rights = await looker.TextAsync("create_sandbox", new { name = "other" });
        var seen = await looker.OkAsync("list_sandboxes", new { });
        var blind = await stranger.TextAsync("list_sandboxes", new { });

        created.Member("key").Should().Be("shared");
        refused.Member("code").Should().Be("forbidden");
        rights.Should().Contain($"create routedsandboxes.agentsandbox.dev in namespace '{team.Namespace}', to create and change sandboxes");
        seen.ToString().Should().Contain("\"shared\"");
        blind.Should().StartWith("forbidden:").And.Contain($"list routedsandboxes.agentsandbox.dev in namespace '{team.Namespace}'").And.NotContain("shared");

        var sandbox = (await team.Api.GetAsync(ResourceKinds.Sandboxes, team.Namespace, "shared", CancellationToken.None)).Get();
        sandbox.TextAt("spec", "owner", "user").Should().Be($"system:serviceaccount:{team.Namespace}:maker");
        await Eventually.True(
            () => Audited().Any(line => line.User == $"system:serviceaccount:{team.Namespace}:maker" && line.Verb is "create" or "patch" && line.Uri.Contains("/routedsandboxes", StringComparison.Ordinal) && line.Code < 300),
            "the audit log names who created it");
        Audited().Where(line => line.User.EndsWith(":agent-sandbox-mcp", StringComparison.Ordinal)).Should().BeEmpty("the server itself does nothing in the cluster");
        (await maker.OkAsync("delete_sandbox", new { sandbox = "shared", wait_seconds = 25 })).Member("gone").Should().Be("True");
    }

    [OurClusterFact]
    public async Task Fork_IsProvenFromInside_AndWhoMayNotReachPodsSendsNothing()
    {
        await using var maker = await team.ConnectAsync(team.Maker);
        await using var looker = await team.ConnectAsync(team.Looker);
        await maker.OkAsync("create_sandbox", new { name = "inside" });
        var image = await TeamFixture.ImageAsync("from-inside");
        await maker.OkAsync("deploy_fork", new { sandbox = "inside", services = new[] { "two" }, image, wait_seconds = 25 });
        await Eventually.True(async () => (await maker.OkAsync("get_sandbox", new { sandbox = "inside", wait_seconds = 20 })).Member("phase") == "ready");

        var routed = await maker.OkAsync("send_routed_request", new { sandbox = "inside", service = "one", path = "/chain" });
        var refused = await looker.FailAsync("send_routed_request", new { sandbox = "inside", service = "one", path = "/chain" });
        var logs = await maker.OkAsync("read_logs", new { sandbox = "inside" });
        var program = await maker.TextAsync("run_plan", new { sandbox = "inside", inline = "version: 1\npurpose: p\nsteps:\n  - id: a\n    run: { command: cat /etc/passwd }\n", wait_seconds = 20 });

        routed.Member("verdict").Should().Be("routed");
        routed.GetProperty("hops").EnumerateArray().Should().Contain(hop => hop.Member("service") == "two" && hop.Member("answered_by") == "fork");
        refused.Member("code").Should().Be("forbidden");
        refused.ToString().Should().Contain("pods/portforward");
        program.Should().Contain("starts no programs").And.NotContain("root:");
        logs.GetProperty("lines").GetArrayLength().Should().BeGreaterThan(0);
        await maker.OkAsync("delete_sandbox", new { sandbox = "inside", wait_seconds = 25 });
    }

    [OurClusterFact]
    public async Task WorkingTree_IsNothingThatTheServerSees_AndItSaysWhatToDo()
    {
        await using var maker = await team.ConnectAsync(team.Maker, "2026-07-28");
        await maker.OkAsync("create_sandbox", new { name = "treeless" });

        var deploy = await maker.FailAsync("deploy_fork", new { sandbox = "treeless", services = new[] { "two" } });
        var tree = await maker.FailAsync("create_sandbox", new { name = "x", worktree = "/home/somebody/shop" });
        var unnamed = await maker.FailAsync("create_sandbox", new { });

        deploy.Member("code").Should().Be("tree_unavailable");
        deploy.ToString().Should().Contain("image");
        tree.Member("code").Should().Be("tree_unavailable");
        unnamed.Member("code").Should().Be("invalid_name");
        await maker.OkAsync("delete_sandbox", new { sandbox = "treeless", wait_seconds = 25 });
    }

    [OurClusterFact]
    public async Task WhoIsUnknown_IsAskedForAToken_AndNoForeignPageGetsIn()
    {
        using var http = team.Http();

        var nobody = await PostAsync(http, "tools/list", null);
        var wrong = await PostAsync(http, "tools/list", "made-up-token");
        var host = await PostAsync(http, "initialize", team.Maker, message => message.Headers.Host = "evil.example:8080");
        var origin = await PostAsync(http, "initialize", team.Maker, message => message.Headers.Add("Origin", "https://evil.example"));

        nobody.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        nobody.Headers.WwwAuthenticate.ToString().Should().Be("Bearer realm=\"agent-sandbox\"");
        wrong.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        wrong.Headers.WwwAuthenticate.ToString().Should().Contain("invalid_token");
        (await wrong.Content.ReadAsStringAsync()).Should().NotContain("made-up-token");
        host.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        origin.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [OurClusterFact]
    public async Task Session_IsItsTokensAlone()
    {
        using var http = team.Http();
        var begun = await PostAsync(http, "initialize", team.Maker);
        var session = begun.Headers.GetValues("Mcp-Session-Id").Single();

        var stolen = await PostAsync(http, "tools/list", team.Looker, message => message.Headers.Add("Mcp-Session-Id", session));
        using var ending = new HttpRequestMessage(HttpMethod.Delete, team.Endpoint);
        ending.Headers.Add("Authorization", $"Bearer {team.Looker}");
        ending.Headers.Add("Mcp-Session-Id", session);
        var ended = await http.SendAsync(ending);
        var own = await PostAsync(http, "tools/list", team.Maker, message => message.Headers.Add("Mcp-Session-Id", session));

        stolen.StatusCode.Should().Be(HttpStatusCode.NotFound);
        ended.StatusCode.Should().Be(HttpStatusCode.NotFound);
        own.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [OurClusterFact]
    public async Task TokenThatIsWithdrawn_IsRefused_AlsoOnAnOpenSession()
    {
        var token = await team.TokenAsync("leaver");
        using var http = team.Http();
        var begun = await PostAsync(http, "initialize", token);
        begun.StatusCode.Should().Be(HttpStatusCode.OK);
        var session = begun.Headers.GetValues("Mcp-Session-Id").Single();

        (await team.Api.DeleteAsync(ResourceKinds.ServiceAccounts, team.Namespace, "leaver", DeleteOptions.Usual, CancellationToken.None)).Should().BeSuccess();

        await Eventually.True(
            async () => (await PostAsync(http, "tools/list", token, message => message.Headers.Add("Mcp-Session-Id", session))).StatusCode == HttpStatusCode.Unauthorized,
            "the API server's word counts for half a minute");
    }

    [OurClusterFact]
    public async Task Pod_HasNoTokenOfItsOwn_AndItsLogHasNobodysToken()
    {
        await using var maker = await team.ConnectAsync(team.Maker);
        await maker.OkAsync("list_services", new { });
        var pods = (await team.Api.ListAsync(ResourceKinds.Pods, team.Namespace, new ListOptions { LabelSelector = "agentsandbox.dev/component=mcp" }, CancellationToken.None)).Get();

        var pod = pods.Items.Should().ContainSingle().Subject;
        pod.ObjectsAt("spec", "volumes").Where(volume => volume.ObjectAt("secret") is not null || volume.ObjectAt("projected") is not null).Should().BeEmpty("a token would come by one of them");
        await using var stream = (await team.Api.OpenLogsAsync(team.Namespace, pod.Name(), new PodLogOptions(), CancellationToken.None)).Get();
        using var reader = new StreamReader(stream);
        var log = await reader.ReadToEndAsync();
        log.Should().Contain($"system:serviceaccount:{team.Namespace}:maker calls list_services");
        foreach (var token in new[] { team.Maker, team.Looker, team.Stranger })
        {
            log.Should().NotContain(token).And.NotContain(token.Split('.')[^1]);
        }
    }

    private async Task<HttpResponseMessage> PostAsync(HttpClient http, string method, string? token, Action<HttpRequestMessage>? change = null)
    {
        var body = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method };
        if (method == "initialize")
        {
            body["params"] = new JsonObject { ["protocolVersion"] = "2025-06-18", ["capabilities"] = new JsonObject(), ["clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" } };
        }

        using var message = new HttpRequestMessage(HttpMethod.Post, team.Endpoint) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        message.Headers.Accept.ParseAdd("application/json, text/event-stream");
        if (token is not null)
        {
            message.Headers.Add("Authorization", $"Bearer {token}");
        }

        change?.Invoke(message);
        return await http.SendAsync(message);
    }

    private List<(string User, string Verb, string Uri, int Code)> Audited()
    {
        var lines = new List<(string, string, string, int)>();
        using var file = new FileStream(Path.Join(Path.GetDirectoryName(TestCluster.Kubeconfig), "log", "audit.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            // The last line may be half written.
            if (line.Contains(team.Namespace, StringComparison.Ordinal) && line.EndsWith('}'))
            {
                var entry = JsonNode.Parse(line);
                lines.Add((entry.TextAt("user", "username") ?? "", entry.TextAt("verb") ?? "", entry.TextAt("requestURI") ?? "", entry.NumberAt("responseStatus", "code") ?? 0));
            }
        }

        return lines;
    }
}
