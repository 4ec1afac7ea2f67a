namespace AgentSandbox.Bench.ComparePatches;

/// <summary>A change to the sources of one service of Shop, and what it means to a client, said before it is compared.</summary>
internal sealed record Patch
{
    public required string Name { get; init; }

    /// <summary>The service's folder.</summary>
    public required string Service { get; init; }

    public required Label Label { get; init; }

    /// <summary>The entry of the published list by which it has its label, or why it is no change of the interface.</summary>
    public required string Rule { get; init; }

    /// <summary>The name of the call whose answers are compared.</summary>
    public required string Call { get; init; }

    public required IReadOnlyList<Edit> Edits { get; init; }
}
