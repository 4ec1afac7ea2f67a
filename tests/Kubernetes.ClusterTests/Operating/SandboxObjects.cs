using System.Net;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Operating;

/// <summary>Sandboxes as somebody writes them with kubectl, and what the operator says of them.</summary>
internal sealed class SandboxObjects(IKubernetesApi api, string @namespace)
{
    /// <summary>Creates a sandbox, or replaces its wish.</summary>
    /// <param name="name">Its name, which is its key.</param>
    /// <param name="spec">Its wish, as JSON.</param>
    public async Task<JsonObject> ApplyAsync(string name, string spec)
    {
        var item = TestNamespace.Object(ResourceKinds.Sandboxes, name, @namespace);
        item["spec"] = JsonNode.Parse(spec);
        return (await api.ApplyAsync(ResourceKinds.Sandboxes, item, force: true, isDryRun: false, CancellationToken.None)).Get();
    }

    public async Task<JsonObject?> FindAsync(string name) => (await api.GetAsync(ResourceKinds.Sandboxes, @namespace, name, CancellationToken.None)).Value;

    /// <summary>Waits until the operator has seen the newest wish and the condition holds.</summary>
    public async Task<JsonObject> WhenAsync(string name, Func<JsonObject, bool> holds, string what)
    {
        JsonObject? last = null;
        try
        {
            await Eventually.True(
                async () => (last = await FindAsync(name)) is not null && last.LongAt("status", "observedGeneration") == last.LongAt("metadata", "generation") && holds(last),
                what);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}: {last?["status"]?.ToJsonString()}");
        }

        return last!; // the condition held
    }

    public Task<JsonObject> WhenReadyAsync(string name) => WhenAsync(name, item => Status(item, "Ready") == "True" && Status(item, "Routed") != "False", $"{name} is ready");

    public Task WhenGoneAsync(string name) => Eventually.True(async () => await FindAsync(name) is null, $"{name} is gone");

    public Task DeleteAsync(string name) => api.DeleteAsync(ResourceKinds.Sandboxes, @namespace, name, DeleteOptions.Usual, CancellationToken.None);

    public static JsonObject? Condition(JsonObject? item, string type) => item.ObjectsAt("status", "conditions").FirstOrDefault(condition => condition.TextAt("type") == type);

    public static string? Status(JsonObject? item, string type) => Condition(item, type).TextAt("status");

    public static string? Reason(JsonObject? item, string type) => Condition(item, type).TextAt("reason");

    public static JsonObject? Fork(JsonObject? item, string service) => item.ObjectsAt("status", "forks").FirstOrDefault(fork => fork.TextAt("service") == service);

    /// <summary>Asks a Service at its address, with a key or without.</summary>
    public static async Task<(HttpStatusCode Status, string Body)> AskAsync(JsonObject service, string? key)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{service.TextAt("spec", "clusterIP")}/");
        if (key is not null)
        {
            request.Headers.Add("x-sandbox-key", key);
        }

        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
