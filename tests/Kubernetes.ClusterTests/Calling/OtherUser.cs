using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Conformance;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.TestKit;

namespace AgentSandbox.Kubernetes.ClusterTests.Calling;

/// <summary>A user of the cluster with a token and exactly the rights that a test gives, and the kubeconfig that such a user would have.</summary>
internal sealed class OtherUser : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    private OtherUser(string name) => Name = name;

    public string Name { get; }

    /// <summary>For KUBECONFIG: the user's own file before the administrator's, of which only the cluster counts.</summary>
    public string Kubeconfig { get; private set; } = "";

    /// <param name="fixture">The namespace.</param>
    /// <param name="name">The account's name.</param>
    /// <param name="rules">The rules of its Role as JSON; null for no right at all.</param>
    /// <param name="namespace">The namespace of its context; null for its own.</param>
    public static async Task<OtherUser> CreateAsync(ClusterBaselineFixture fixture, string name, string? rules, string? @namespace = null)
    {
        var (api, space) = (fixture.Api, fixture.Namespace);
        (await api.CreateAsync(ResourceKinds.ServiceAccounts, TestNamespace.Object(ResourceKinds.ServiceAccounts, name, space), CancellationToken.None)).Should().BeSuccess();
        if (rules is not null)
        {
            var role = TestNamespace.Object(ResourceKinds.Roles, name, space);
            role["rules"] = JsonNode.Parse(rules);
            (await api.CreateAsync(ResourceKinds.Roles, role, CancellationToken.None)).Should().BeSuccess();
            await BindAsync(fixture, name, name);
        }

        var review = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject() };
        var token = (await api.ReviewAsync($"/api/v1/namespaces/{space}/serviceaccounts/{name}/token", review, CancellationToken.None)).Get().TextAt("status", "token");
        var user = new OtherUser(name);
        await user.WriteAsync(fixture, token ?? "", @namespace ?? space);
        return user;
    }

    /// <summary>Gives a Role of the namespace to the account.</summary>
    public static async Task BindAsync(ClusterBaselineFixture fixture, string account, string role)
    {
        var binding = TestNamespace.Object(ResourceKinds.RoleBindings, $"{account}-{role}", fixture.Namespace);
        binding["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Role", ["name"] = role };
        binding["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = account, ["namespace"] = fixture.Namespace });
        (await fixture.Api.CreateAsync(ResourceKinds.RoleBindings, binding, CancellationToken.None)).Should().BeSuccess();
    }

    public void Dispose() => _files.Dispose();

    private async Task WriteAsync(ClusterBaselineFixture fixture, string token, string @namespace)
    {
        var problems = new KubeconfigProblems();
        var parts = KubeconfigParts.Merge(KubeconfigFiles.Read(new KubernetesAccessOptions { KubeconfigPath = fixture.Kubeconfig }, problems), problems);
        var cluster = parts.Contexts[parts.CurrentContext ?? ""].Text("cluster");
        var path = _files.Join("kubeconfig");
        await File.WriteAllTextAsync(path, $$"""
            apiVersion: v1
            kind: Config
            current-context: other
            contexts: [{ name: other, context: { cluster: '{{cluster}}', user: other, namespace: {{@namespace}} } }]
            users: [{ name: other, user: { token: '{{token}}' } }]
            """);
        Kubeconfig = $"{path}{Path.PathSeparator}{fixture.Kubeconfig}";
    }
}
