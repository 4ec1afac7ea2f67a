namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>One key: the only place that knows its name, shape and meaning.</summary>
internal sealed record KeyDefinition(string Name, Shape Shape, string Description)
{
    public bool IsRequired { get; init; }

    /// <summary>The value that holds without the key, as one would write it.</summary>
    public string? Default { get; init; }

    /// <summary>Names that other tools use for the same thing, for suggestions.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];
}
