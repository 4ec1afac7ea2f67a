namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>The wish that a sandbox be gone; it is never taken back.</summary>
/// <param name="Reason">Shown to whoever still uses the key, such as "deleted by its owner" or "its lease ended".</param>
/// <param name="RequestedAt">When it was asked for.</param>
public sealed record Deletion(string Reason, DateTimeOffset RequestedAt);
