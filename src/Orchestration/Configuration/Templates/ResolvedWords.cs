namespace AgentSandbox.Orchestration.Configuration.Templates;

/// <summary>A resolved command.</summary>
public sealed record ResolvedWords
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The secret values among them, for redaction.</summary>
    public required IReadOnlySet<string> Sensitive { get; init; }

    /// <summary>What could not be resolved.</summary>
    public required IReadOnlyList<ConfigurationProblem> Problems { get; init; }
}
