namespace AgentSandbox.Orchestration.Git;

/// <summary>One working tree and the repository behind it.</summary>
/// <remarks>
/// What <see cref="Branch"/> and <see cref="HeadCommit"/> say was true when the repository was opened; open it again
/// to see what changed. All methods may be called from many threads.
/// </remarks>
public interface IGitRepository
{
    /// <summary>The top of the working tree, absolute, symbolic links resolved.</summary>
    string TopLevel { get; }

    /// <summary>The git directory of this working tree.</summary>
    string GitDirectory { get; }

    /// <summary>The git directory that all working trees share, absolute, symbolic links resolved.</summary>
    string CommonDirectory { get; }

    /// <summary>The branch that is checked out; null when HEAD is detached.</summary>
    string? Branch { get; }

    /// <summary>The commit of HEAD; null in an empty repository.</summary>
    string? HeadCommit { get; }

    /// <summary>Whether the tree has submodules, whose files are in no snapshot and no worktree of ours.</summary>
    bool HasSubmodules { get; }

    /// <summary>The full id of the commit that a reference names.</summary>
    /// <param name="reference">A branch, tag, remote branch or (short) commit id.</param>
    /// <param name="cancellationToken">Ends git.</param>
    Task<GitResult<string>> ResolveCommitAsync(string reference, CancellationToken cancellationToken);

    /// <summary>The text of a file as a commit has it.</summary>
    /// <param name="commit">A commit or tree id.</param>
    /// <param name="path">The path from the top of the tree, with slashes.</param>
    /// <param name="cancellationToken">Ends git.</param>
    Task<GitResult<string>> ReadFileAsync(string commit, string path, CancellationToken cancellationToken);

    /// <summary>The paths that differ between two trees; a rename is its old and its new path.</summary>
    /// <param name="from">A commit or tree id.</param>
    /// <param name="to">A commit or tree id, also that of a snapshot.</param>
    /// <param name="cancellationToken">Ends git.</param>
    Task<GitResult<IReadOnlyList<string>>> DiffNamesAsync(string from, string to, CancellationToken cancellationToken);

    /// <summary>All working trees, the main one first.</summary>
    /// <param name="cancellationToken">Ends git.</param>
    Task<GitResult<IReadOnlyList<GitWorktree>>> ListWorktreesAsync(CancellationToken cancellationToken);

    /// <summary>Makes sure that a detached worktree of a commit exists; one that is there already is moved to it.</summary>
    /// <param name="path">Where, absolute.</param>
    /// <param name="commit">The commit id.</param>
    /// <param name="cancellationToken">Ends git.</param>
    Task<GitResult<GitWorktree>> AddDetachedWorktreeAsync(string path, string commit, CancellationToken cancellationToken);

    /// <summary>Moves a detached worktree to another commit. Edits of tracked files are lost, other files stay.</summary>
    /// <param name="path">The worktree; a main worktree or one with a branch is refused.</param>
    /// <param name="commit">The commit id.</param>
    /// <param name="cancellationToken">Ends git.</param>
    Task<GitResult<GitWorktree>> MoveWorktreeAsync(string path, string commit, CancellationToken cancellationToken);

    /// <summary>Removes a detached worktree, also when its directory is gone already. Other worktrees are not pruned.</summary>
    /// <param name="path">The worktree; a main worktree or one with a branch is refused.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>Whether there was something to remove.</returns>
    Task<GitResult<bool>> RemoveWorktreeAsync(string path, CancellationToken cancellationToken);
}
