namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>A sandbox as it is wanted: what the use cases write and the reconciler makes true.</summary>
public sealed record SandboxSpec
{
    /// <summary>Name and routing key.</summary>
    public required SandboxId Id { get; init; }

    /// <summary>Who may change it.</summary>
    public required Owner Owner { get; init; }

    /// <summary>Branch of the owner's tree when it was created; information only.</summary>
    public string? Branch { get; init; }

    /// <summary>What the owner wrote about it; information only.</summary>
    public string? Description { get; init; }

    /// <summary>Name and version of the MCP client that created it; information only.</summary>
    public string? Client { get; init; }

    /// <summary>How long it may live.</summary>
    public required LeaseSpec Lease { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The wanted forks by service.</summary>
    public IReadOnlyDictionary<string, ForkSpec> Forks { get; init; } = new Dictionary<string, ForkSpec>();

    /// <summary>The highest revision ever given out per service, also of removed forks.</summary>
    public IReadOnlyDictionary<string, int> LastRevisions { get; init; } = new Dictionary<string, int>();

    /// <summary>Set when it is to go.</summary>
    public Deletion? Deletion { get; init; }
}
