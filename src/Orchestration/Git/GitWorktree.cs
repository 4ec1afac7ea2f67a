namespace AgentSandbox.Orchestration.Git;

/// <summary>One working tree of a repository, as git lists it.</summary>
public sealed record GitWorktree
{
    /// <summary>The directory, as git recorded it.</summary>
    public required string Path { get; init; }

    /// <summary>The commit that is checked out; null in an empty repository.</summary>
    public string? Commit { get; init; }

    /// <summary>The branch that is checked out, without <c>refs/heads/</c>; null when detached.</summary>
    public string? Branch { get; init; }

    /// <summary>Whether this is the repository's main working tree.</summary>
    public bool IsMain { get; init; }

    /// <summary>Whether the directory is gone and only git's record of it is left.</summary>
    public bool IsMissing { get; init; }
}
