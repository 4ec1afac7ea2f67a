namespace AgentSandbox.Orchestration.UseCases;

/// <summary>Asks for a sandbox.</summary>
public sealed record CreateSandboxRequest
{
    /// <summary>Who asks.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Its name and key; made from the branch when absent.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Its idle limit; the configured one when absent.</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>Take it over from another owner.</summary>
    public bool TakeOver { get; init; }
}
