using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Storing;

/// <summary>What the operator knows of a sandbox beyond its record: whether routers confirmed it, and what its forks were cloned from.</summary>
internal interface IStatusFacts
{
    /// <summary>Completes the facts that a status follows from.</summary>
    /// <param name="resource">The object as it is.</param>
    /// <param name="facts">Without routes and baselines.</param>
    StatusFacts Complete(JsonObject resource, StatusFacts facts);

    /// <summary>Called when a status was written.</summary>
    /// <param name="resource">The object with its new status.</param>
    /// <param name="before">The status before; null for the first one.</param>
    void Written(JsonObject resource, JsonObject? before);
}
