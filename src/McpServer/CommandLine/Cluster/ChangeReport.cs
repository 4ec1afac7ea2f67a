using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.McpServer.CommandLine.Cluster;

/// <summary>What happens to one object, for JSON.</summary>
/// <param name="Object">As <c>Deployment/agent-sandbox-operator</c>.</param>
/// <param name="Namespace">Null for the cluster's own.</param>
/// <param name="Change">Created, changed or unchanged.</param>
/// <param name="Fields">The fields that change.</param>
internal sealed record ChangeReport(string Object, string? Namespace, string Change, IReadOnlyList<string> Fields)
{
    public static ChangeReport Of(ObjectChange change) =>
        new(change.Item.Describe(), change.Item.TextAt("metadata", "namespace"), change.Kind.ToString().ToLowerInvariant(), change.Fields);
}
