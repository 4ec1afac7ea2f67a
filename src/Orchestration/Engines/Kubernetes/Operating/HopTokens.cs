using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>
/// The token that gives the right to read the hops of a sandbox. It stands in the sandbox's status, so that whoever may
/// read the sandbox may read its hops, and nobody else.
/// </summary>
internal sealed class HopTokens(IObjectCache sandboxes, string @namespace)
{
    public static string? Of(JsonObject resource) => resource.TextAt("status", "hopToken");

    public string? HashOf(string sandbox) => sandboxes.Find(@namespace, sandbox) is { } resource && Of(resource) is { Length: > 0 } token ? HopsHash.Of(token) : null;
}
