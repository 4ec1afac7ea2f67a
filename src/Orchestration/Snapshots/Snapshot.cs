namespace AgentSandbox.Orchestration.Snapshots;

/// <summary>The files of a tree at one moment.</summary>
public sealed record Snapshot
{
    /// <summary>The hash of all paths, modes and contents. Hashes of different <see cref="Kind"/>s never compare equal.</summary>
    public required string TreeHash { get; init; }

    /// <summary>Where the files are kept.</summary>
    public required SnapshotKind Kind { get; init; }

    /// <summary>The top of the tree that was taken.</summary>
    public required string SourceDirectory { get; init; }

    /// <summary>The number of files, symbolic links included.</summary>
    public required int FileCount { get; init; }

    /// <summary>The branch that was checked out, or the reference that was taken; null when detached or without git.</summary>
    public string? Branch { get; init; }

    /// <summary>The commit on which the tree was based; null in an empty repository or without git.</summary>
    public string? Commit { get; init; }

    /// <summary>The patterns of ignored files that were taken too.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Untracked git repositories inside the tree, whose files were left out.</summary>
    public IReadOnlyList<string> NestedRepositories { get; init; } = [];
}
