using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Operating;

/// <summary>The events of an object that this program wrote.</summary>
internal static class ClusterEvents
{
    public static async Task<IReadOnlyList<JsonObject>> OfAsync(IKubernetesApi api, string @namespace, string name) =>
    [
        .. (await api.ListAsync(ResourceKinds.Events, @namespace, new ListOptions { FieldSelector = $"involvedObject.name={name}" }, CancellationToken.None)).Get().Items
            .Where(item => item.TextAt("source", "component") == "agent-sandbox"),
    ];

    /// <summary>Waits for an event with a reason.</summary>
    public static async Task<JsonObject> WhenAsync(IKubernetesApi api, string @namespace, string name, string reason)
    {
        JsonObject? found = null;
        await Eventually.True(async () => (found = (await OfAsync(api, @namespace, name)).FirstOrDefault(item => item.TextAt("reason") == reason)) is not null, $"{name} has the event {reason}");
        return found!; // the condition held
    }
}
