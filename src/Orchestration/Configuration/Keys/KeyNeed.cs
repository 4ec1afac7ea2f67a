namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>Where <paramref name="Key"/> stands, one of <paramref name="OneOf"/> must stand, because of <paramref name="Reason"/>.</summary>
internal sealed record KeyNeed(string Key, IReadOnlyList<string> OneOf, string Reason);
