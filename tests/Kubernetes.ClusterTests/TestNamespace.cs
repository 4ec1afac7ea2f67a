using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests;

/// <summary>A namespace of a test class's own, deleted with it.</summary>
public sealed class TestNamespace : IAsyncLifetime
{
    private IKubernetesApi? _api;

    public string Name { get; } = $"asb-test-{Guid.NewGuid().ToString("N")[..10]}";

    internal IKubernetesApi Api => _api ?? throw new InvalidOperationException("There is no cluster.");

    public async Task InitializeAsync()
    {
        if (TestCluster.Kubeconfig is null)
        {
            return; // Its tests are skipped.
        }

        _api = TestCluster.Open(Name);
        (await _api.CreateAsync(ResourceKinds.Namespaces, Object(ResourceKinds.Namespaces, Name), CancellationToken.None)).Should().BeSuccess();
        await Eventually.True(async () => (await _api.GetAsync(ResourceKinds.ServiceAccounts, Name, "default", CancellationToken.None)).IsSuccess);
    }

    public async Task DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DeleteAsync(ResourceKinds.Namespaces, null, Name, DeleteOptions.Usual, CancellationToken.None);
            _api.Dispose();
        }
    }

    /// <summary>The beginning of an object.</summary>
    internal static JsonObject Object(ResourceKind kind, string name, string? @namespace = null)
    {
        var item = new JsonObject { ["apiVersion"] = kind.ApiVersion, ["kind"] = kind.Kind, ["metadata"] = new JsonObject { ["name"] = name } };
        if (@namespace is not null)
        {
            item.Ensure("metadata")["namespace"] = @namespace;
        }

        return item;
    }

    internal JsonObject ConfigMap(string name, string value = "1")
    {
        var item = Object(ResourceKinds.ConfigMaps, name, Name);
        item["data"] = new JsonObject { ["value"] = value };
        return item;
    }

    /// <summary>A pod that runs a shell script, once it runs.</summary>
    internal async Task<JsonObject> RunPodAsync(string name, string script, string restartPolicy = "Never")
    {
        var item = Object(ResourceKinds.Pods, name, Name);
        item["spec"] = new JsonObject
        {
            ["terminationGracePeriodSeconds"] = 0,
            ["restartPolicy"] = restartPolicy,
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "main",
                ["image"] = await TestCluster.BoxImageAsync(),
                ["imagePullPolicy"] = TestCluster.IsOurs ? "Never" : "IfNotPresent",
                ["command"] = new JsonArray("sh", "-c", script),
            }),
        };
        (await Api.CreateAsync(ResourceKinds.Pods, item, CancellationToken.None)).Should().BeSuccess();
        var pod = await WaitForPodAsync(name, pod => pod.TextAt("status", "phase") is "Running" or "Succeeded" or "Failed");
        pod.TextAt("status", "phase").Should().NotBe("Failed", $"{pod["status"]}");
        return pod;
    }

    internal async Task<JsonObject> WaitForPodAsync(string name, Func<JsonObject, bool> condition)
    {
        JsonObject? pod = null;
        await Eventually.True(async () => (pod = (await Api.GetAsync(ResourceKinds.Pods, Name, name, CancellationToken.None)).Value) is not null && condition(pod), $"pod {name}");
        return pod!; // the condition held
    }
}
