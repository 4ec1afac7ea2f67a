using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>
/// The token that gives the right to read the hops of a sandbox or a route group. It stands in the object's status, so that
/// whoever may read the object may read its hops, and nobody else.
/// </summary>
internal sealed class HopTokens(IObjectCache sandboxes, IObjectCache groups, string @namespace)
{
    public static string? Of(JsonObject resource) => resource.TextAt("status", "hopToken");

    /// <param name="name">The sandbox, or the group; a sandbox has the key where both have the name.</param>
    public string? HashOf(string name) => (sandboxes.Find(@namespace, name) ?? groups.Find(@namespace, name)) is { } resource && Of(resource) is { Length: > 0 } token ? HopsHash.Of(token) : null;
}
