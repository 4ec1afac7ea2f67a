using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines;

/// <summary>What an engine does for a revision right now.</summary>
/// <param name="Phase">Queued, building or starting.</param>
/// <param name="Activity">A few words for people, such as a place in the queue.</param>
public sealed record ForkProgress(ForkPhase Phase, string? Activity = null);
