namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>The captured files of a revision; capturing again the same files yields the same hash.</summary>
public sealed record ForkSource
{
    /// <summary>Tree or ref.</summary>
    public required SourceKind Kind { get; init; }

    /// <summary>Absolute path of the working tree that was captured, or that the ref was read in.</summary>
    public required string Tree { get; init; }

    /// <summary>Hash of the captured files.</summary>
    public required string Hash { get; init; }

    /// <summary>The ref as the caller gave it, for <see cref="SourceKind.Ref"/>.</summary>
    public string? Ref { get; init; }

    /// <summary>The commit that the tree stood on, if there was one.</summary>
    public string? Commit { get; init; }

    /// <summary>The branch that was checked out; null when the head was detached.</summary>
    public string? Branch { get; init; }
}
