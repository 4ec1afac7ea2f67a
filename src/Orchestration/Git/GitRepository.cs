using AgentSandbox.Orchestration.Git.Commands;
using AgentSandbox.Orchestration.Git.Worktrees;

namespace AgentSandbox.Orchestration.Git;

/// <summary>A repository, worked on by the git command line.</summary>
/// <param name="command">Runs git.</param>
/// <param name="gate">Held by our own changes to the repository.</param>
internal sealed class GitRepository(GitCommand command, SemaphoreSlim gate) : IGitRepository
{
    private const string BranchPrefix = "refs/heads/";

    public required string TopLevel { get; init; }

    public required string GitDirectory { get; init; }

    public required string CommonDirectory { get; init; }

    public string? Branch { get; init; }

    public string? HeadCommit { get; init; }

    public bool HasSubmodules { get; init; }

    internal GitCommand Command => command;

    internal static string ShortBranch(string reference) =>
        reference.StartsWith(BranchPrefix, StringComparison.Ordinal) ? reference[BranchPrefix.Length..] : reference;

    public Task<GitResult<string>> ResolveCommitAsync(string reference, CancellationToken cancellationToken) =>
        GitResult<string>.CatchAsync(async () =>
        {
            GitReferences.RequireReference(reference);
            return await ResolveAsync(reference + "^{commit}", cancellationToken)
                ?? throw new GitException(GitProblem.UnknownReference, reference, "No commit has this name.");
        });

    public Task<GitResult<string>> ReadFileAsync(string commit, string path, CancellationToken cancellationToken) =>
        GitResult<string>.CatchAsync(async () =>
        {
            GitReferences.RequireId(commit);
            GitReferences.RequireRelativePath(path);
            var blob = await ResolveAsync($"{commit}:{path}", cancellationToken)
                ?? throw new GitException(GitProblem.FileNotFound, path, $"Commit {commit} does not contain it.");
            var text = (await command.RunAsync(Read(["cat-file", "blob", blob]), cancellationToken)).Text;
            return text.TrimStart('\uFEFF');
        });

    public Task<GitResult<IReadOnlyList<string>>> DiffNamesAsync(string from, string to, CancellationToken cancellationToken) =>
        GitResult<IReadOnlyList<string>>.CatchAsync(async () =>
        {
            GitReferences.RequireId(from);
            GitReferences.RequireId(to);
            string[] arguments = ["diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff", from, to];
            return (await command.RunAsync(Read(arguments), cancellationToken)).Names;
        });

    public Task<GitResult<IReadOnlyList<GitWorktree>>> ListWorktreesAsync(CancellationToken cancellationToken) =>
        GitResult<IReadOnlyList<GitWorktree>>.CatchAsync(() => Worktrees().ListAsync(cancellationToken));

    public Task<GitResult<GitWorktree>> AddDetachedWorktreeAsync(string path, string commit, CancellationToken cancellationToken) =>
        ChangeAsync(() => Worktrees().AddAsync(path, commit, cancellationToken), cancellationToken);

    public Task<GitResult<GitWorktree>> MoveWorktreeAsync(string path, string commit, CancellationToken cancellationToken) =>
        ChangeAsync(() => Worktrees().MoveAsync(path, commit, cancellationToken), cancellationToken);

    public Task<GitResult<bool>> RemoveWorktreeAsync(string path, CancellationToken cancellationToken) =>
        ChangeAsync(() => Worktrees().RemoveAsync(path, cancellationToken), cancellationToken);

    private GitWorktrees Worktrees() => new(command, CommonDirectory);

    private async Task<string?> ResolveAsync(string expression, CancellationToken cancellationToken)
    {
        var invocation = Read(["rev-parse", "--verify", "--quiet", "--end-of-options", expression]);
        var output = await command.TryRunAsync(invocation, cancellationToken);
        return output switch
        {
            { Succeeded: true } => output.Line,

            // Quiet: nothing of that name. A message means that git itself could not work.
            { ExitCode: 1 } or { Error: "" } => null,
            _ when GitErrors.Classify(output.Error) == GitProblem.CommandFailed => null,
            _ => throw command.Failure(invocation, output),
        };
    }

    // The common directory outlives every worktree, also the one through which this was opened; but HEAD is the tree's.
    private GitInvocation Read(IReadOnlyList<string> arguments) => new()
    {
        Directory = CommonDirectory,
        Arguments = arguments,
        Environment = GitObjectStores.Readable(Directory.Exists(GitDirectory) ? GitDirectory : CommonDirectory, CommonDirectory),
    };

    private async Task<GitResult<T>> ChangeAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
        where T : notnull
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await GitResult<T>.CatchAsync(change);
        }
        finally
        {
            gate.Release();
        }
    }
}
