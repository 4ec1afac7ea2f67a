using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Snapshots.Directories;
using AgentSandbox.Orchestration.Snapshots.GitTrees;

namespace AgentSandbox.Orchestration.Snapshots;

/// <summary>Snapshots of one repository or, where there is no git, of one directory.</summary>
public sealed class Snapshotter : ISnapshotter
{
    private readonly RepositoryLocation _location;
    private readonly GitClient _git;
    private readonly GitSnapshots? _gitSnapshots;
    private readonly DirectorySnapshots _directorySnapshots;

    /// <summary>Creates the snapshots of one location.</summary>
    /// <param name="git">The port to git.</param>
    /// <param name="location">The repository; trees of others are refused.</param>
    /// <param name="time">Tells whether a file is too new for its times to be trusted.</param>
    public Snapshotter(GitClient git, RepositoryLocation location, TimeProvider time)
    {
        _git = git;
        _location = location;
        _gitSnapshots = location.CommonDirectory is { } common ? new GitSnapshots(git.Command, common) : null;
        _directorySnapshots = new DirectorySnapshots(time);
    }

    /// <inheritdoc />
    public Task<GitResult<Snapshot>> TakeAsync(string treeDirectory, IReadOnlyList<string> include, CancellationToken cancellationToken) =>
        GitResult<Snapshot>.CatchAsync(async () =>
        {
            var patterns = Patterns(include);
            return _gitSnapshots is null
                ? await TakePlainAsync(treeDirectory, patterns, cancellationToken)
                : await _gitSnapshots.TakeAsync(await TreeAsync(treeDirectory, cancellationToken), patterns, cancellationToken);
        });

    /// <inheritdoc />
    public Task<GitResult<Snapshot>> TakeRefAsync(string reference, CancellationToken cancellationToken) =>
        GitResult<Snapshot>.CatchAsync(async () =>
        {
            if (_gitSnapshots is null)
            {
                throw new GitException(GitProblem.NotARepository, _location.Root, "Without git there are no references.");
            }

            return await _gitSnapshots.TakeRefAsync(_location.Root, reference, cancellationToken);
        });

    /// <inheritdoc />
    public Task<GitResult<string>> ComputeHashAsync(string treeDirectory, IReadOnlyList<string> include, CancellationToken cancellationToken) =>
        GitResult<string>.CatchAsync(async () =>
        {
            var patterns = Patterns(include);
            return _gitSnapshots is null
                ? (await TakePlainAsync(treeDirectory, patterns, cancellationToken)).TreeHash
                : await _gitSnapshots.ComputeHashAsync(await TreeAsync(treeDirectory, cancellationToken), patterns, cancellationToken);
        });

    /// <inheritdoc />
    public Task<GitResult<Snapshot>> MaterializeAsync(Snapshot snapshot, string targetDirectory, CancellationToken cancellationToken) =>
        GitResult<Snapshot>.CatchAsync(async () =>
        {
            RequireEmpty(targetDirectory);
            if (snapshot.Kind == SnapshotKind.Directory)
            {
                return await Task.Run(() => _directorySnapshots.Materialize(snapshot, targetDirectory, cancellationToken), cancellationToken);
            }

            if (_gitSnapshots is null)
            {
                throw new GitException(GitProblem.OtherRepository, snapshot.SourceDirectory, "The snapshot is one of git and this directory has none.");
            }

            return await _gitSnapshots.MaterializeAsync(snapshot, targetDirectory, cancellationToken);
        });

    /// <inheritdoc />
    public Task<GitResult<bool>> PruneObjectsAsync(IReadOnlyCollection<string> liveTreeHashes, CancellationToken cancellationToken) =>
        GitResult<bool>.CatchAsync(() =>
            Task.FromResult(liveTreeHashes.Count == 0 && _gitSnapshots is not null && _gitSnapshots.Prune(cancellationToken)));

    private static List<string> Patterns(IReadOnlyList<string> include)
    {
        var patterns = include.Select(pattern => pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern).ToList();
        patterns.ForEach(GitReferences.RequireRelativePath);
        return patterns;
    }

    private static void RequireEmpty(string target)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new GitException(GitProblem.TargetNotEmpty, target, "The directory to write to is not empty.");
        }
    }

    private async Task<GitRepository> TreeAsync(string treeDirectory, CancellationToken cancellationToken)
    {
        var tree = await _git.OpenRepositoryAsync(treeDirectory, cancellationToken);
        return tree.CommonDirectory == _location.CommonDirectory ? tree : throw Foreign(tree.TopLevel);
    }

    // Reading and hashing never waits by itself, so it gets a thread of its own instead of the caller's.
    private Task<Snapshot> TakePlainAsync(string treeDirectory, IReadOnlyList<string> include, CancellationToken cancellationToken) =>
        Task.Run(() => _directorySnapshots.Take(PlainTree(treeDirectory), include, cancellationToken), cancellationToken);

    private string PlainTree(string treeDirectory)
    {
        var tree = RealPath.Resolve(treeDirectory);
        if (!Directory.Exists(tree))
        {
            throw new GitException(GitProblem.DirectoryMissing, tree, "The directory does not exist.");
        }

        var below = tree == _location.Root || tree.StartsWith(_location.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return below ? _location.Root : throw Foreign(tree);
    }

    private GitException Foreign(string tree) => new(
        GitProblem.OtherRepository, tree, $"The tree does not belong to the repository that keeps its state in '{_location.StateDirectory}'.");
}
