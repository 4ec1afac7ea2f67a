using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Snapshots;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>Finds what the baseline runs and keeps it there: a detached worktree at a commit, or a working directory.</summary>
internal sealed class LocalTrunks(IGitClient git, ISnapshotter snapshots, LocalConfigurations configurations, LocalLayout layout, Journal journal)
{
    private const string CommitKey = "baseline/commit";

    /// <summary>There while files are being written: after a crash in the middle, the commit of a tree says nothing about its files.</summary>
    private const string PlacingKey = "baseline/placing";

    /// <summary>Takes the commit that was kept from an earlier start, or the one that trunk names now.</summary>
    /// <param name="move">True to take the one that trunk names now in any case.</param>
    /// <param name="cancellationToken">Cancels the work; it can be repeated.</param>
    public async Task<Result<LocalTrunk>> OpenAsync(bool move, CancellationToken cancellationToken)
    {
        var tree = configurations.AnyTree();
        var local = await configurations.OfDirectoryAsync(tree, cancellationToken);
        if (!local.IsSuccess)
        {
            return local.Failure;
        }

        if (!layout.Location.IsGit || local.Value.Trunk is not { } trunk)
        {
            return new LocalTrunk(tree, null, null, local.Value, null);
        }

        var repository = await git.OpenAsync(tree, cancellationToken);
        if (!repository.Succeeded)
        {
            return LocalFailures.Git(repository.Failure);
        }

        var head = await repository.Value.ResolveCommitAsync(trunk, cancellationToken);
        if (!head.Succeeded)
        {
            return TrunkMissing(trunk, head.Failure);
        }

        var commit = move ? head.Value : await KeptCommitAsync(repository.Value, cancellationToken) ?? head.Value;
        var placed = await PlaceAsync(repository.Value, commit, cancellationToken);
        return placed.IsSuccess ? await ConfiguredAsync(trunk, commit, local.Value, cancellationToken) : placed.Failure;
    }

    /// <summary>Where trunk points now; null when it does not, or without git.</summary>
    public async Task<string?> TrunkCommitAsync(string? trunk, CancellationToken cancellationToken)
    {
        if (trunk is null)
        {
            return null;
        }

        var repository = await git.OpenAsync(configurations.AnyTree(), cancellationToken);
        return repository.Succeeded && await repository.Value.ResolveCommitAsync(trunk, cancellationToken) is { Succeeded: true } head ? head.Value : null;
    }

    /// <summary>The digest of what a baseline runs.</summary>
    public Task<string?> DigestAsync(LocalTrunk trunk, CancellationToken cancellationToken) => BaselineDigest.OfAsync(trunk, snapshots, cancellationToken);

    /// <summary>Removes the detached worktree.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        journal.Put(CommitKey, null);
        journal.Put(PlacingKey, null);
        if (layout.Location.IsGit && await git.OpenAsync(configurations.AnyTree(), cancellationToken) is { Succeeded: true } repository)
        {
            await repository.Value.RemoveWorktreeAsync(layout.BaselineTree, cancellationToken);
        }
    }

    private async Task<string?> KeptCommitAsync(IGitRepository repository, CancellationToken cancellationToken) =>
        journal.Find(CommitKey) is { } kept && await repository.ResolveCommitAsync(kept, cancellationToken) is { Succeeded: true } commit ? commit.Value : null;

    private async Task<Result<Done>> PlaceAsync(IGitRepository repository, string commit, CancellationToken cancellationToken)
    {
        PrivateDirectory.Ensure(Path.GetDirectoryName(layout.BaselineTree)!); // the path is absolute
        var worktrees = await repository.ListWorktreesAsync(cancellationToken);
        var existing = worktrees.Succeeded ? worktrees.Value.FirstOrDefault(worktree => worktree.Path == layout.BaselineTree && !worktree.IsMissing) : null;
        if (existing?.Commit != commit || journal.Find(PlacingKey) is not null)
        {
            journal.Put(PlacingKey, commit);
            var placed = existing is null
                ? await AddAsync(repository, commit, cancellationToken)
                : await MoveAsync(repository, commit, cancellationToken);
            if (!placed.Succeeded)
            {
                return LocalFailures.Git(placed.Failure);
            }
        }

        journal.Put(CommitKey, commit);
        journal.Put(PlacingKey, null);
        return default(Done);
    }

    private async Task<GitResult<GitWorktree>> AddAsync(IGitRepository repository, string commit, CancellationToken cancellationToken)
    {
        await repository.RemoveWorktreeAsync(layout.BaselineTree, cancellationToken);
        return await repository.AddDetachedWorktreeAsync(layout.BaselineTree, commit, cancellationToken);
    }

    /// <summary>Moves the worktree; makes it anew where a git that was killed left it unusable, by a lock for example. It is ours alone.</summary>
    private async Task<GitResult<GitWorktree>> MoveAsync(IGitRepository repository, string commit, CancellationToken cancellationToken)
    {
        var moved = await repository.MoveWorktreeAsync(layout.BaselineTree, commit, cancellationToken);
        if (moved.Succeeded)
        {
            return moved;
        }

        var made = await AddAsync(repository, commit, cancellationToken);
        return made.Succeeded ? made : moved;
    }

    private async Task<Result<LocalTrunk>> ConfiguredAsync(string trunk, string commit, SandboxConfiguration local, CancellationToken cancellationToken)
    {
        var configuration = await configurations.OfTreeAsync(commit, cancellationToken);
        return configuration switch
        {
            { IsSuccess: false } => configuration.Failure,
            { Value: { } found } => new LocalTrunk(layout.BaselineTree, trunk, commit, found, null),
            _ => new LocalTrunk(layout.BaselineTree, trunk, commit, local, $"Trunk '{trunk}' has no {SandboxConfiguration.FileName} yet, so the baseline uses the one of the working tree. Commit it to trunk."),
        };
    }

    private static SandboxFailure TrunkMissing(string trunk, GitFailure failure) => LocalFailures.Git(failure) with
    {
        Code = FailureCodes.ConfigurationInvalid,
        Category = FailureCategory.Configuration,
        Message = $"The trunk '{trunk}' names no commit: {failure.Observed.TrimEnd()}",
        Hint = $"Make a first commit on '{trunk}', correct 'trunk' in {SandboxConfiguration.FileName}, or leave it out to run the working directory.",
    };
}
