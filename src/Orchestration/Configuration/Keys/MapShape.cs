namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>A mapping whose keys the user chooses.</summary>
internal sealed record MapShape(ScalarShape Name, Shape Value) : Shape
{
    public bool AllowsEmpty { get; init; } = true;

    /// <summary>The most entries; bounds what the checks of references may cost.</summary>
    public int MaxEntries { get; init; } = 1000;
}
