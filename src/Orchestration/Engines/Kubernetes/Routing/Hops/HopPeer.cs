using System.Net;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops;

/// <summary>Another router of the namespace.</summary>
/// <param name="Name">Its pod.</param>
/// <param name="Address">The pod's address; null while it has none.</param>
/// <param name="IsReady">Whether it gets new connections.</param>
/// <param name="IsGone">Whether the pod is no more.</param>
/// <param name="ReadyAt">A timestamp of when it was first seen ready; null before.</param>
/// <param name="GoneAt">A timestamp of when it was last seen.</param>
internal sealed record HopPeer(string Name, IPAddress? Address, bool IsReady, bool IsGone, long? ReadyAt, long? GoneAt);
