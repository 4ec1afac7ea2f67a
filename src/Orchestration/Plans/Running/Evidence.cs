using System.Text.Json;

namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>Something observed that a verdict rests on. Redacted and bounded before it is kept; untrusted.</summary>
public sealed record Evidence
{
    /// <summary>What it shows.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>What it says, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>How telling it is, from 0 to 100: failures of claims 90, missing proof 100, warnings 50, plain facts 10.</summary>
    public int Weight { get; init; } = 10;

    /// <summary>Its lines.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Its data, by <see cref="Kind"/>.</summary>
    public JsonElement? Data { get; init; }
}
