namespace AgentSandbox.Orchestration.Store;

/// <summary>A routing key whose sandbox is gone; kept for a while so that its late users are told why.</summary>
/// <param name="Key">The key.</param>
/// <param name="Reason">Why the sandbox ended.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record EndedKey(string Key, string Reason, DateTimeOffset EndedAt);
