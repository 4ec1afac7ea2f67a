using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>One change.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Item">The object after it; for a bookmark only its version; for a deletion its last state.</param>
internal sealed record WatchEvent(WatchEventKind Kind, JsonObject Item);
