namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>Where <paramref name="Key"/> stands, none of <paramref name="With"/> may stand, because of <paramref name="Reason"/>.</summary>
internal sealed record KeyConflict(string Key, IReadOnlyList<string> With, string Reason);
