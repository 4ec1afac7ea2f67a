using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops;

/// <summary>What one router told of a watched request.</summary>
/// <param name="Router">Its pod.</param>
/// <param name="Hops">Its hops; null when it did not answer.</param>
/// <param name="ClockAhead">By how much its clock is surely ahead of the gatherer's; zero when they may agree.</param>
internal sealed record RouterReading(string Router, WireHops? Hops, TimeSpan ClockAhead = default);
