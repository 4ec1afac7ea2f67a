namespace AgentSandbox.Orchestration.Configuration.Scanning;

/// <summary>A service as the scan guesses it. Texts are as the file wants them, placeholders included, but not yet quoted.</summary>
internal sealed record DraftService
{
    public required string Name { get; init; }

    /// <summary>The file from which the service was made.</summary>
    public required string Origin { get; init; }

    public string? Source { get; init; }

    public string? Build { get; init; }

    public string? Run { get; init; }

    public bool Shell { get; init; }

    public string? Health { get; init; }

    public string? Tcp { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>What a person must check.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];
}
