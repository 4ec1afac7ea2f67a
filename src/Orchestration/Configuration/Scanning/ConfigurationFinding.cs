namespace AgentSandbox.Orchestration.Configuration.Scanning;

/// <summary>Something that the scan saw, for the person who finishes the draft.</summary>
public sealed record ConfigurationFinding
{
    /// <summary>The file, relative to the root.</summary>
    public required string File { get; init; }

    /// <summary>What was made of it, or why nothing was.</summary>
    public required string Message { get; init; }
}
