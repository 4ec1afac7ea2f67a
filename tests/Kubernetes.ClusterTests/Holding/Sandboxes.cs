using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding;

/// <summary>Sandboxes as <c>kubectl</c> makes them, in a test's namespace.</summary>
internal sealed class Sandboxes(TestNamespace space)
{
    /// <summary>An entry of the wish: the fork of a service with one variable of its own.</summary>
    public static JsonObject Fork(string service, string variable, string value) => new()
    {
        ["service"] = service,
        ["env"] = new JsonArray(new JsonObject { ["name"] = variable, ["value"] = value }),
    };

    public async Task CreateFromAsync(string name, JsonObject spec)
    {
        var item = TestNamespace.Object(ResourceKinds.Sandboxes, name, space.Name);
        item["spec"] = spec;
        (await space.Api.CreateAsync(ResourceKinds.Sandboxes, item, CancellationToken.None)).Should().BeSuccess();
    }

    public Task CreateAsync(string name, params JsonObject[] forks) => CreateFromAsync(name, new JsonObject { ["forks"] = new JsonArray([.. forks]) });

    /// <summary>Writes other wishes in place of those of the sandbox.</summary>
    public Task ChangeAsync(string name, params JsonObject[] forks) => PatchAsync(name, new JsonObject { ["forks"] = new JsonArray([.. forks]) });

    /// <summary>The wish that it be gone, as tools write it.</summary>
    public Task EndAsync(string name) => PatchAsync(name, new JsonObject { ["deletion"] = new JsonObject { ["reason"] = "the test has ended it" } });

    /// <summary>As <c>kubectl delete rsb</c> does it.</summary>
    public async Task DeleteAsync(string name) =>
        (await space.Api.DeleteAsync(ResourceKinds.Sandboxes, space.Name, name, DeleteOptions.Usual, CancellationToken.None)).Should().BeSuccess();

    public async Task<JsonObject?> FindAsync(string name) => (await space.Api.GetAsync(ResourceKinds.Sandboxes, space.Name, name, CancellationToken.None)).Value;

    /// <summary>Waits until the newest wish serves and all routers have confirmed it.</summary>
    public async Task BeReadyAsync(string name)
    {
        JsonObject? seen = null;
        await Eventually.True(async () => (seen = await FindAsync(name)) is not null && IsReady(seen), $"sandbox {name} is ready");
    }

    public Task BeGoneAsync(string name) => Eventually.True(async () => await FindAsync(name) is null, $"sandbox {name} is gone");

    private static bool IsReady(JsonObject sandbox) =>
        sandbox.LongAt("status", "observedGeneration") == sandbox.LongAt("metadata", "generation")
        && new[] { "Ready", "Routed" }.All(type => sandbox.ObjectsAt("status", "conditions").Any(condition => condition.TextAt("type") == type && condition.TextAt("status") == "True"));

    private async Task PatchAsync(string name, JsonObject spec) => (await space.Api.PatchAsync(
        ResourceKinds.Sandboxes, space.Name, name, new ObjectPatch(PatchKind.Merge, new JsonObject { ["spec"] = spec }), CancellationToken.None)).Should().BeSuccess();
}
