using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>An object that is to be applied, against the one in the cluster.</summary>
/// <param name="Item">What is wanted.</param>
/// <param name="Kind">What applying it does.</param>
/// <param name="Fields">The fields that change, as paths.</param>
internal sealed record ObjectChange(JsonObject Item, ObjectChangeKind Kind, IReadOnlyList<string> Fields)
{
    public override string ToString()
    {
        var @namespace = Item.TextAt("metadata", "namespace");
        var where = @namespace is null ? "" : $" in '{@namespace}'";
        return Kind switch
        {
            ObjectChangeKind.Created => $"+ {Item.Describe()}{where}",
            ObjectChangeKind.Changed => $"~ {Item.Describe()}{where}: {string.Join(", ", Fields)}",
            _ => $"= {Item.Describe()}{where}",
        };
    }
}
