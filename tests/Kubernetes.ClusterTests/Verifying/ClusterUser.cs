using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Conformance;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Verifying;

/// <summary>Somebody else in the namespace: the rights of the role that an installation has for users, and a kubeconfig of their own.</summary>
internal sealed class ClusterUser : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    private ClusterUser()
    {
    }

    /// <summary>What <c>KUBECONFIG</c> is for them.</summary>
    public string Kubeconfigs => $"{_files.Join("config")}{Path.PathSeparator}{TestCluster.Kubeconfig}";

    public static async Task<ClusterUser> CreateAsync(ClusterBaselineFixture fixture, string name)
    {
        var account = TestNamespace.Object(ResourceKinds.ServiceAccounts, name, fixture.Namespace);
        (await fixture.Api.CreateAsync(ResourceKinds.ServiceAccounts, account, CancellationToken.None)).Should().BeSuccess();
        var binding = TestNamespace.Object(ResourceKinds.RoleBindings, name, fixture.Namespace);
        binding["roleRef"] = JsonNode.Parse("""{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"agent-sandbox-user"}""");
        binding["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = name, ["namespace"] = fixture.Namespace });
        (await fixture.Api.CreateAsync(ResourceKinds.RoleBindings, binding, CancellationToken.None)).Should().BeSuccess();
        var request = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject() };
        var token = (await fixture.Api.ReviewAsync($"/api/v1/namespaces/{fixture.Namespace}/serviceaccounts/{name}/token", request, CancellationToken.None)).Get().TextAt("status", "token");
        var user = new ClusterUser();
        await File.WriteAllTextAsync(user._files.Join("config"), $$"""
            current-context: {{name}}
            contexts: [{ name: {{name}}, context: { cluster: '{{ClusterName()}}', user: {{name}}, namespace: {{fixture.Namespace}} } }]
            users: [{ name: {{name}}, user: { token: '{{token}}' } }]
            """);
        return user;
    }

    public void Dispose() => _files.Dispose();

    private static string ClusterName()
    {
        var problems = new KubeconfigProblems();
        var parts = KubeconfigParts.Merge(KubeconfigFiles.Read(new KubernetesAccessOptions { KubeconfigPath = TestCluster.Kubeconfig }, problems), problems);
        return parts.Contexts[parts.CurrentContext ?? ""].Text("cluster") ?? "";
    }
}
