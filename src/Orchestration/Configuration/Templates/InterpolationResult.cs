namespace AgentSandbox.Orchestration.Configuration.Templates;

/// <summary>A resolved <see cref="Interpolation"/>.</summary>
public sealed record InterpolationResult
{
    /// <summary>The value; incomplete when there are problems.</summary>
    public required string Value { get; init; }

    /// <summary>The secret values that went into <see cref="Value"/>, for redaction.</summary>
    public IReadOnlySet<string> Sensitive { get; init; } = new HashSet<string>();

    /// <summary>What could not be resolved; each names the placeholder and its place.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; init; } = [];
}
