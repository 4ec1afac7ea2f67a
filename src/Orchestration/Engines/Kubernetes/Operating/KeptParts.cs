using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>What the operator keeps of an object in memory: not who wrote which field, and of a ReplicaSet not the copy of its Deployment.</summary>
internal static class KeptParts
{
    public static JsonObject Of(JsonObject item)
    {
        item.ObjectAt("metadata")?.Remove("managedFields");
        if (item.Kind() == "ReplicaSet")
        {
            item.ObjectAt("spec")?.Remove("template");
            item.ObjectAt("metadata")?.Remove("annotations");
        }

        return item;
    }
}
