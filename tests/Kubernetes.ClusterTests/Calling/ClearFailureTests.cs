using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Conformance;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.TestKit;

namespace AgentSandbox.Kubernetes.ClusterTests.Calling;

/// <summary>What is missing in the cluster is named by the first call, with one next step.</summary>
[Collection(CallingCollection.Name)]
public sealed class ClearFailureTests(ClusterBaselineFixture fixture)
{
    private const string Look = """[{"apiGroups":["agentsandbox.dev"],"resources":["routedsandboxes"],"verbs":["get","list","watch"]},{"apiGroups":[""],"resources":["services","pods"],"verbs":["get","list","watch"]}]""";

    [OurClusterFact]
    public async Task UserWithoutAnyRight_IsToldEachOne()
    {
        using var user = await OtherUser.CreateAsync(fixture, "nobody", rules: null);
        await using var caller = await ToolCaller.StartAsync(fixture, user.Kubeconfig);

        var error = await caller.FailAsync("list_sandboxes", new { }, FailureCodes.Forbidden);

        var text = Text(error);
        foreach (var resource in new[] { "routedsandboxes", "services", "pods" })
        {
            text.Should().Contain($"list {resource}").And.Contain($"watch {resource}");
        }

        text.Should().Contain($"in namespace '{fixture.Namespace}'");
        error["hint"]!.GetValue<string>().Should().Contain("agent-sandbox-user");
    }

    [OurClusterFact]
    public async Task UserWhoMayOnlyLook_Looks_AndIsToldWhatChangingNeeds_BeforeAnythingIsWritten()
    {
        using var user = await OtherUser.CreateAsync(fixture, "looker", Look);
        await using var caller = await ToolCaller.StartAsync(fixture, user.Kubeconfig);
        await caller.OkAsync("list_sandboxes", new { });
        (await caller.OkAsync("list_services", new { }))["services"]!.AsArray().Count.Should().BeGreaterThanOrEqualTo(3);

        var create = await caller.FailAsync("create_sandbox", new { name = "not-mine" }, FailureCodes.Forbidden);
        var logs = await caller.FailAsync("read_logs", new { services = new[] { "one" } }, FailureCodes.Forbidden);

        var text = Text(create);
        text.Should().Contain("create routedsandboxes").And.Contain("update routedsandboxes").And.Contain("list deployments").And.Contain($"in namespace '{fixture.Namespace}'");
        logs["message"]!.GetValue<string>().Should().Contain($"\"system:serviceaccount:{fixture.Namespace}:looker\"").And.Contain("get pods/log").And.Contain(fixture.Namespace);
        (await fixture.Api.GetAsync(ResourceKinds.Sandboxes, fixture.Namespace, "not-mine", CancellationToken.None)).Should().FailWith(FailureCodes.ObjectNotFound);
    }

    [OurClusterFact]
    public async Task UserOfTheRole_HasTheWholeLoop_AndNoOtherNamespace()
    {
        using var user = await OtherUser.CreateAsync(fixture, "member", rules: null);
        await OtherUser.BindAsync(fixture, "member", "agent-sandbox-user");
        await using var caller = await ToolCaller.StartAsync(fixture, user.Kubeconfig);
        await caller.CreateAsync("by-member");
        await caller.ReadyAsync("by-member", new { sandbox = "by-member", services = new[] { "three" }, image = await ClusterBaselineFixture.ImageAsync("three-member", "by a member") });
        (await caller.OkAsync("send_routed_request", new { sandbox = "by-member", service = "one", path = "/chain" }))["verdict"]!.GetValue<string>().Should().Be("routed");
        (await caller.OkAsync("read_logs", new { sandbox = "by-member" }))["lines"]!.AsArray().Should().NotBeEmpty();

        using var elsewhere = await OtherUser.CreateAsync(fixture, "stranger", rules: null, @namespace: "kube-system");
        await using var outside = await ToolCaller.StartAsync(fixture, elsewhere.Kubeconfig);

        (await outside.FailAsync("list_sandboxes", new { }, FailureCodes.Forbidden)).Should().Match<JsonNode>(error => Text(error).Contains("in namespace 'kube-system'", StringComparison.Ordinal));
    }

    [OurClusterFact]
    public async Task NamespaceWithoutAnOperator_IsNamed_BeforeAnythingIsWritten()
    {
        await using var empty = new EmptyNamespace();
        await empty.InitializeAsync(fixture);
        await using var caller = await ToolCaller.StartAsync(fixture, empty.Kubeconfig);

        var error = await caller.FailAsync("create_sandbox", new { name = "nobody-cares" }, FailureCodes.OperatorMissing);

        error["message"]!.GetValue<string>().Should().Contain(empty.Name);
        error["hint"]!.GetValue<string>().Should().Contain($"agent-sandbox install --apply --namespace {empty.Name}");
        (await empty.Api.GetAsync(ResourceKinds.Sandboxes, empty.Name, "nobody-cares", CancellationToken.None)).Should().FailWith(FailureCodes.ObjectNotFound);
    }

    [OurClusterFact]
    public async Task NamespaceAndClusterThatAreNotThere_AreNamed()
    {
        using var files = new TemporaryDirectory();
        var missing = files.Join("missing");
        await File.WriteAllTextAsync(missing, (await File.ReadAllTextAsync(fixture.Kubeconfig)).Replace(fixture.Namespace, "no-such-namespace", StringComparison.Ordinal));
        await using var caller = await ToolCaller.StartAsync(fixture, missing);
        (await caller.FailAsync("list_services", new { }, FailureCodes.NamespaceMissing))["message"]!.GetValue<string>().Should().Contain("'no-such-namespace'");

        var gone = files.Join("gone");
        await File.WriteAllTextAsync(gone, """
            current-context: gone
            contexts: [{ name: gone, context: { cluster: gone, user: gone, namespace: shop } }]
            clusters: [{ name: gone, cluster: { server: 'https://127.0.0.1:9' } }]
            users: [{ name: gone, user: { token: 'x' } }]
            """);
        await using var unreachable = await ToolCaller.StartAsync(fixture, gone);
        (await unreachable.FailAsync("list_services", new { }, FailureCodes.ClusterUnreachable))["message"]!.GetValue<string>().Should().Contain("127.0.0.1:9");

        var broken = files.Join("broken");
        await File.WriteAllTextAsync(broken, "current-context: nowhere\ncontexts: []\n");
        await using var nowhere = await ToolCaller.StartAsync(fixture, broken);
        (await nowhere.FailAsync("list_services", new { }, FailureCodes.KubeconfigInvalid))["message"]!.GetValue<string>().Should().Contain("nowhere");
    }

    [OurClusterFact]
    public async Task OperatorThatIsNotReady_OrOfAnotherVersion_IsTold()
    {
        await using var empty = new EmptyNamespace();
        await empty.InitializeAsync(fixture);
        await empty.AddOperatorAsync(readyReplicas: 0);
        await using var caller = await ToolCaller.StartAsync(fixture, empty.Kubeconfig);

        var created = await caller.OkAsync("create_sandbox", new { name = "waits" });

        created["notes"]!.ToJsonString().Should().Contain("operator_not_ready").And.Contain($"kubectl -n {empty.Name} get pods");

        await empty.AddOperatorAsync(readyReplicas: 2);
        await empty.AddLeaseAsync("99.0.0");
        var error = await caller.FailAsync("deploy_fork", new { sandbox = "waits", services = new[] { "three" }, image = "x:1" }, FailureCodes.OperatorVersion);
        error["message"]!.GetValue<string>().Should().Contain("99.0.0");
    }

    /// <summary>Message and evidence as they are meant, without the escapes of JSON.</summary>
    private static string Text(JsonNode error) => string.Join('\n', (error["evidence"] as JsonArray ?? []).Select(line => line!.GetValue<string>()).Prepend(error["message"]!.GetValue<string>()));

    /// <summary>A namespace of its own with what looks like an operator, as far as users may look.</summary>
    private sealed class EmptyNamespace : IAsyncDisposable
    {
        private readonly TestNamespace _space = new();
        private readonly TemporaryDirectory _files = new();

        public string Name => _space.Name;

        public IKubernetesApi Api => _space.Api;

        public string Kubeconfig => _files.Join("kubeconfig");

        public async Task InitializeAsync(ClusterBaselineFixture fixture)
        {
            await _space.InitializeAsync();
            await File.WriteAllTextAsync(Kubeconfig, (await File.ReadAllTextAsync(fixture.Kubeconfig)).Replace(fixture.Namespace, Name, StringComparison.Ordinal));
        }

        /// <summary>A Deployment without pods of which a test says how many are ready: no controller looks at one that is paused.</summary>
        public async Task AddOperatorAsync(int readyReplicas)
        {
            if (!(await Api.GetAsync(ResourceKinds.Deployments, Name, "agent-sandbox-operator", CancellationToken.None)).IsSuccess)
            {
                var item = TestNamespace.Object(ResourceKinds.Deployments, "agent-sandbox-operator", Name);
                var labels = new JsonObject { [KnownNames.ManagedByLabel] = KnownNames.ManagedBy, [KnownNames.ComponentLabel] = KnownNames.OperatorComponent };
                item.Ensure("metadata")["labels"] = labels.DeepClone();
                item["spec"] = new JsonObject
                {
                    ["replicas"] = 2,
                    ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() },
                    ["template"] = new JsonObject
                    {
                        ["metadata"] = new JsonObject { ["labels"] = labels },
                        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "operator", ["image"] = await TestCluster.BoxImageAsync(), ["imagePullPolicy"] = "Never", ["command"] = new JsonArray("sleep", "1000"), ["readinessProbe"] = new JsonObject { ["exec"] = new JsonObject { ["command"] = new JsonArray("test", "-e", "/tmp/ready") }, ["periodSeconds"] = 1 } }) },
                    },
                };
                (await Api.CreateAsync(ResourceKinds.Deployments, item, CancellationToken.None)).Should().BeSuccess();
            }

            if (readyReplicas > 0)
            {
                var command = new JsonArray("sh", "-c", "touch /tmp/ready; sleep 1000");
                var patch = JsonNode.Parse($$"""{ "spec": { "template": { "spec": { "containers": [{ "name": "operator", "command": {{command.ToJsonString()}} }] } } } }""")!;
                (await Api.PatchAsync(ResourceKinds.Deployments, Name, "agent-sandbox-operator", new ObjectPatch(PatchKind.Strategic, patch), CancellationToken.None)).Should().BeSuccess();
                await Eventually.True(
                    async () => (await Api.GetAsync(ResourceKinds.Deployments, Name, "agent-sandbox-operator", CancellationToken.None)).Value.NumberAt("status", "readyReplicas") == readyReplicas,
                    "the pods are ready");
            }
        }

        public async Task AddLeaseAsync(string version)
        {
            var lease = TestNamespace.Object(ResourceKinds.Leases, KnownNames.OperatorLease, Name);
            lease.Ensure("metadata")["annotations"] = new JsonObject { [KnownNames.VersionAnnotation] = version };
            lease["spec"] = new JsonObject { ["holderIdentity"] = "somebody" };
            (await Api.CreateAsync(ResourceKinds.Leases, lease, CancellationToken.None)).Should().BeSuccess();
        }

        public async ValueTask DisposeAsync()
        {
            await _space.DisposeAsync();
            _files.Dispose();
        }
    }
}
