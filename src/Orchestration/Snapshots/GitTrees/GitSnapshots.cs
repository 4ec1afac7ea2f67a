using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Git.Commands;

namespace AgentSandbox.Orchestration.Snapshots.GitTrees;

/// <summary>Snapshots as trees of git.</summary>
/// <remarks>
/// The user's index and object store must stay as they are. So git works on an index of ours (a copy, which keeps
/// what git knows about unchanged files) and writes objects to a store of ours that has the user's as its alternate.
/// </remarks>
internal sealed class GitSnapshots
{
    // Files may change or vanish while git reads them; what a busy editor or build does is over after a moment.
    private const int Attempts = 3;

    private readonly GitCommand _command;
    private readonly string _commonDirectory;
    private readonly SnapshotStore _store;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    public GitSnapshots(GitCommand command, string commonDirectory)
    {
        _command = command;
        _commonDirectory = commonDirectory;
        _store = new SnapshotStore(commonDirectory);
    }

    public async Task<Snapshot> TakeAsync(GitRepository tree, IReadOnlyList<string> include, CancellationToken cancellationToken)
    {
        var written = await WriteTreeAsync(tree, include, cancellationToken);
        return new Snapshot
        {
            TreeHash = written.Hash,
            Kind = SnapshotKind.Git,
            SourceDirectory = tree.TopLevel,
            FileCount = written.FileCount,
            Branch = tree.Branch,
            Commit = tree.HeadCommit,
            Include = [.. include],
            NestedRepositories = written.NestedRepositories,
        };
    }

    public async Task<string> ComputeHashAsync(GitRepository tree, IReadOnlyList<string> include, CancellationToken cancellationToken) =>
        (await WriteTreeAsync(tree, include, cancellationToken)).Hash;

    public async Task<Snapshot> TakeRefAsync(string root, string reference, CancellationToken cancellationToken)
    {
        var repository = new GitRepository(_command, new SemaphoreSlim(1, 1))
        {
            TopLevel = root,
            GitDirectory = _commonDirectory,
            CommonDirectory = _commonDirectory,
        };
        var commit = await repository.ResolveCommitAsync(reference, cancellationToken);
        if (!commit.Succeeded)
        {
            throw new GitException(commit.Failure);
        }

        var hash = await _command.RunAsync(InCommonDirectory(["rev-parse", "--verify", commit.Value + "^{tree}"]), cancellationToken);
        var names = await _command.RunAsync(InCommonDirectory(["ls-tree", "-r", "-z", "--name-only", commit.Value]), cancellationToken);
        return new Snapshot
        {
            TreeHash = hash.Line,
            Kind = SnapshotKind.Git,
            SourceDirectory = root,
            FileCount = names.Names.Count,
            Branch = reference,
            Commit = commit.Value,
        };
    }

    public async Task<Snapshot> MaterializeAsync(Snapshot snapshot, string target, CancellationToken cancellationToken)
    {
        GitReferences.RequireId(snapshot.TreeHash);
        using var use = _store.Use();
        using var scratch = _store.CreateScratch();
        Directory.CreateDirectory(target);
        var environment = GitObjectStores.Writable(_commonDirectory);
        environment["GIT_DIR"] = _commonDirectory;
        environment["GIT_WORK_TREE"] = Path.GetFullPath(target);
        environment["GIT_INDEX_FILE"] = scratch.Index;
        await _command.RunAsync(
            new GitInvocation
            {
                Directory = target,
                Arguments = ["read-tree", "--reset", "-u", "--no-recurse-submodules", snapshot.TreeHash],
                Environment = environment,
                Settings = ["core.sparseCheckout=false"],
                Timeout = GitTreeWriter.Timeout,
            },
            cancellationToken);
        return snapshot;
    }

    public bool Prune(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _store.TryRemove();
    }

    private async Task<GitTree> WriteTreeAsync(GitRepository tree, IReadOnlyList<string> include, CancellationToken cancellationToken)
    {
        // One at a time per worktree: the second finds the index of the first and has next to nothing left to do.
        var gate = _gates.GetOrAdd(tree.TopLevel, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            using var use = _store.Use();
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    using var scratch = _store.CreateScratch();
                    var writer = new GitTreeWriter(_command, tree, scratch.Index);
                    var cache = new IndexCache(_store, tree, writer);
                    return await writer.WriteAsync(cache, include, cancellationToken);
                }
                catch (GitException e) when (attempt < Attempts && MayPass(e.Failure.Problem) && Directory.Exists(tree.TopLevel))
                {
                    // Also mends a cached index whose objects were pruned by another process.
                    IndexCache.Forget(_store, tree);
                }
                catch (GitException) when (!Directory.Exists(tree.TopLevel))
                {
                    throw new GitException(GitProblem.DirectoryMissing, tree.TopLevel, "The directory was deleted while its files were read.");
                }
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private static bool MayPass(GitProblem problem) => problem is GitProblem.CommandFailed or GitProblem.FileAccess;

    private GitInvocation InCommonDirectory(IReadOnlyList<string> arguments) => new()
    {
        Directory = _commonDirectory,
        Arguments = arguments,
        Environment = GitObjectStores.Readable(_commonDirectory, _commonDirectory),
    };
}
