namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>A value that may be written in several ways, told apart by their YAML kind.</summary>
internal sealed record ChoiceShape : Shape
{
    /// <summary>What is wanted, as the end of the sentence "must be …".</summary>
    public required string Expected { get; init; }

    public ScalarShape? Scalar { get; init; }

    public ListShape? List { get; init; }

    public ObjectShape? Object { get; init; }
}
