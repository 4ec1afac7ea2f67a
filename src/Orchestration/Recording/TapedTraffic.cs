namespace AgentSandbox.Orchestration.Recording;

/// <summary>What was recorded.</summary>
/// <param name="Exchanges">Requests that have ended, in the order in which they arrived.</param>
/// <param name="LeftOut">Requests that were still under way.</param>
/// <param name="Incomplete">Why more may be missing; null when every router told all it had.</param>
internal sealed record TapedTraffic(IReadOnlyList<RedactedExchange> Exchanges, int LeftOut, string? Incomplete = null);
