using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.Orchestration.Snapshots;

/// <summary>Takes snapshots of the trees of one repository (or one directory without git) and writes them elsewhere.</summary>
/// <remarks>
/// Nothing of the user's changes: not the working tree, not the index, not the object store. All methods may be
/// called from many threads, for one tree and for many.
/// </remarks>
public interface ISnapshotter
{
    /// <summary>Takes the tracked and the untracked files of a tree as they are now, without ignored ones.</summary>
    /// <param name="treeDirectory">The tree, or a directory in it.</param>
    /// <param name="include">Globs, from the top of the tree, of ignored files that are needed too.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<GitResult<Snapshot>> TakeAsync(string treeDirectory, IReadOnlyList<string> include, CancellationToken cancellationToken);

    /// <summary>Takes the files of a commit. Fails where there is no git.</summary>
    /// <param name="reference">A branch, tag or commit.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<GitResult<Snapshot>> TakeRefAsync(string reference, CancellationToken cancellationToken);

    /// <summary>The <see cref="Snapshot.TreeHash"/> that <see cref="TakeAsync"/> would find; fast when little changed.</summary>
    /// <param name="treeDirectory">The tree, or a directory in it.</param>
    /// <param name="include">The same patterns as for the snapshot to compare with.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<GitResult<string>> ComputeHashAsync(string treeDirectory, IReadOnlyList<string> include, CancellationToken cancellationToken);

    /// <summary>Writes the files of a snapshot into a directory that is missing or empty.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="targetDirectory">Where, absolute; created when missing.</param>
    /// <param name="cancellationToken">Ends the work; a half-written target is the caller's to delete.</param>
    /// <returns>What was written: the same snapshot, except that a directory without git may have changed since.</returns>
    Task<GitResult<Snapshot>> MaterializeAsync(Snapshot snapshot, string targetDirectory, CancellationToken cancellationToken);

    /// <summary>Frees the storage of snapshots when none is live any more.</summary>
    /// <param name="liveTreeHashes">The hashes of snapshots that may still be written; with one or more, nothing is freed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether storage was freed; false also while a snapshot is being taken. Safe to repeat.</returns>
    Task<GitResult<bool>> PruneObjectsAsync(IReadOnlyCollection<string> liveTreeHashes, CancellationToken cancellationToken);
}
