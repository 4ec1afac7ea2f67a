namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>A list of values of one shape.</summary>
internal sealed record ListShape(Shape Item) : Shape
{
    public bool AllowsEmpty { get; init; } = true;

    public int? MaxItems { get; init; }
}
