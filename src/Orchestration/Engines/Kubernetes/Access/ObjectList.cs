using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>Objects as they were at one version.</summary>
/// <param name="Items">The objects, each with apiVersion and kind.</param>
/// <param name="Version">Where a watch goes on.</param>
internal sealed record ObjectList(IReadOnlyList<JsonObject> Items, string Version);
