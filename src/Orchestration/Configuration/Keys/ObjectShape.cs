namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>A mapping with keys that we choose.</summary>
internal sealed record ObjectShape : Shape
{
    /// <summary>The name of the schema's definition, and of the section in the reference.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<KeyDefinition> Keys { get; init; }

    /// <summary>Keys that exclude each other.</summary>
    public IReadOnlyList<KeyConflict> Conflicts { get; init; } = [];

    /// <summary>Keys without which another one has no meaning.</summary>
    public IReadOnlyList<KeyNeed> Needs { get; init; } = [];

    /// <summary>At least one of these keys must be given; empty when none is needed.</summary>
    public IReadOnlyList<string> AnyOf { get; init; } = [];

    /// <summary>What to write when none of <see cref="AnyOf"/> is given.</summary>
    public string AnyOfFix { get; init; } = "";

    /// <summary>Whether keys that begin with <c>x-</c> are left to the user, for instance for anchors.</summary>
    public bool AllowsExtensions { get; init; }

    /// <summary>Whether any other key may stand here, because the mapping is data of the user.</summary>
    public bool AllowsAny { get; init; }
}
