using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Kubernetes.ClusterTests.Access;

public sealed class RightsTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    [ClusterFact]
    public async Task MissingRight_IsNamed_WithTheLineThatAsksForIt()
    {
        using var jane = As("jane", ", as-groups: [readers]");

        var failure = (await jane.ListAsync(ResourceKinds.Deployments, space.Name, ListOptions.All, CancellationToken.None)).Should().FailWith(FailureCodes.Forbidden);

        failure.Message.Should().Be($"The user \"jane\" may not list deployments of apps in namespace \"{space.Name}\".");
        failure.Hint.Should().Contain($"\"kubectl auth can-i list deployments.apps -n {space.Name}\"");
        (await jane.OpenPortAsync(space.Name, "x", 80, CancellationToken.None)).Should().FailWith(FailureCodes.Forbidden)
            .Message.Should().Contain("pods/portforward");
        (await jane.OpenLogsAsync(space.Name, "x", new PodLogOptions(), CancellationToken.None)).Should().FailWith(FailureCodes.Forbidden)
            .Hint.Should().Contain($"kubectl auth can-i get pods/x --subresource=log -n {space.Name}");
        (await jane.ReadAsync("/metrics", CancellationToken.None)).Should().FailWith(FailureCodes.Forbidden).Message.Should().Contain("/metrics");
        await foreach (var next in jane.WatchAsync(ResourceKinds.Pods, space.Name, "", ListOptions.All, CancellationToken.None))
        {
            next.Should().FailWith(FailureCodes.Forbidden).Message.Should().Contain("may not watch pods");
        }
    }

    [ClusterFact]
    public async Task Question_IsAnsweredForTheUserWhoAsks()
    {
        await GrantAsync("readers");
        using var jane = As("jane", ", as-groups: [readers], as-user-extra: { 'acme.test/team': [a, b] }");
        using var joe = As("joe", "");
        var list = new AccessQuestion("list", ResourceKinds.ConfigMaps, space.Name);

        (await space.Api.MayAsync(list, CancellationToken.None)).Get().Should().BeTrue();
        (await jane.MayAsync(list, CancellationToken.None)).Get().Should().BeTrue();
        (await jane.MayAsync(list with { Verb = "delete" }, CancellationToken.None)).Get().Should().BeFalse();
        (await jane.MayAsync(list with { Namespace = "default" }, CancellationToken.None)).Get().Should().BeFalse();
        (await joe.MayAsync(list, CancellationToken.None)).Get().Should().BeFalse();
        (await jane.ListAsync(ResourceKinds.ConfigMaps, space.Name, ListOptions.All, CancellationToken.None)).Should().BeSuccess();
    }

    [ClusterFact]
    public async Task TokenOfAnotherUser_CountsAlone()
    {
        // The first user shows a client certificate, which a server prefers to a token: it must not come along.
        var review = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject() };
        var token = (await space.Api.ReviewAsync($"/api/v1/namespaces/{space.Name}/serviceaccounts/default/token", review, CancellationToken.None)).Get().TextAt("status", "token") ?? "";
        using var account = space.Api.WithToken(token);

        (await account.ListAsync(ResourceKinds.Pods, space.Name, ListOptions.All, CancellationToken.None)).Should().FailWith(FailureCodes.Forbidden)
            .Message.Should().Contain($"\"system:serviceaccount:{space.Name}:default\"");

        var check = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenReview", ["spec"] = new JsonObject { ["token"] = token } };
        (await space.Api.ReviewAsync("/apis/authentication.k8s.io/v1/tokenreviews", check, CancellationToken.None)).Get().FlagAt("status", "authenticated").Should().BeTrue();
    }

    [ClusterFact]
    public async Task UnknownToken_IsRefused_AndNotShown()
    {
        using var nobody = space.Api.WithToken("s3cr3t-token");

        var failure = (await nobody.ListAsync(ResourceKinds.Pods, space.Name, ListOptions.All, CancellationToken.None)).Should().FailWith(FailureCodes.CredentialsRefused);

        $"{failure}".Should().NotContain("s3cr3t");
        (await nobody.OpenPortAsync(space.Name, "x", 80, CancellationToken.None)).Should().FailWith(FailureCodes.CredentialsRefused);
    }

    /// <summary>The test cluster's user, acting as somebody else by a kubeconfig before its own.</summary>
    private IKubernetesApi As(string user, string more)
    {
        var problems = new KubeconfigProblems();
        var parts = KubeconfigParts.Merge(KubeconfigFiles.Read(new KubernetesAccessOptions { KubeconfigPath = TestCluster.Kubeconfig }, problems), problems);
        var context = parts.Contexts[parts.CurrentContext ?? ""];
        var own = parts.Users[context.Text("user") ?? ""];
        var credentials = own.Body.Entries.Select(entry => entry.Name is "client-certificate" or "client-key" or "tokenFile"
            ? $"{entry.Name}: '{own.FilePath(entry.Name)}'"
            : $"{entry.Name}: '{entry.Value.Text}'");

        using var folder = new TemporaryDirectory();
        var path = folder.Join("config");
        File.WriteAllText(path, $$"""
            current-context: other
            contexts: [{ name: other, context: { cluster: '{{context.Text("cluster")}}', user: other, namespace: {{space.Name}} } }]
            users: [{ name: other, user: { {{string.Join(", ", credentials)}}, as: {{user}}{{more}} } }]
            """);
        var environment = new Dictionary<string, string> { ["KUBECONFIG"] = $"{path}{Path.PathSeparator}{TestCluster.Kubeconfig}" };
        var result = KubernetesAccess.Open(new KubernetesAccessOptions { Environment = environment });
        result.IsSuccess.Should().BeTrue(result.Failure?.ToString());
        return result.Value!; // it is a success
    }

    private async Task GrantAsync(string group)
    {
        var role = TestNamespace.Object(ResourceKinds.Roles, "reader", space.Name);
        role["rules"] = JsonNode.Parse("""[{"apiGroups":[""],"resources":["configmaps"],"verbs":["get","list","watch"]}]""");
        var binding = TestNamespace.Object(ResourceKinds.RoleBindings, "reader", space.Name);
        binding["roleRef"] = JsonNode.Parse("""{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"reader"}""");
        binding["subjects"] = JsonNode.Parse($$"""[{"apiGroup":"rbac.authorization.k8s.io","kind":"Group","name":"{{group}}"}]""");
        (await space.Api.CreateAsync(ResourceKinds.Roles, role, CancellationToken.None)).Should().BeSuccess();
        (await space.Api.CreateAsync(ResourceKinds.RoleBindings, binding, CancellationToken.None)).Should().BeSuccess();
    }
}
