using AgentSandbox.Orchestration.Git.Commands;

namespace AgentSandbox.Orchestration.Git.Worktrees;

/// <summary>The worktree operations. Only detached, linked worktrees are ever changed: all others belong to people.</summary>
internal sealed class GitWorktrees(GitCommand command, string commonDirectory)
{
    private const int UsageError = 129;

    // A baseline needs all files, also where the user's own tree is sparse.
    private static readonly string[] s_settings = ["core.sparseCheckout=false", "submodule.recurse=false"];
    private static readonly TimeSpan s_checkoutTimeout = TimeSpan.FromMinutes(10);

    public async Task<IReadOnlyList<GitWorktree>> ListAsync(CancellationToken cancellationToken)
    {
        var invocation = new GitInvocation { Directory = commonDirectory, Arguments = ["worktree", "list", "--porcelain", "-z"] };
        var output = await command.TryRunAsync(invocation, cancellationToken);
        if (output.ExitCode != UsageError)
        {
            return output.Succeeded ? GitWorktreeList.Parse(output.Text) : throw command.Failure(invocation, output);
        }

        // Before 2.36 git only writes lines here; a line end in a path is lost then, which -z is for.
        var lines = await command.RunAsync(invocation with { Arguments = ["worktree", "list", "--porcelain"] }, cancellationToken);
        return GitWorktreeList.Parse(lines.Text.Replace('\n', '\0'));
    }

    public async Task<GitWorktree> AddAsync(string path, string commit, CancellationToken cancellationToken)
    {
        var full = Canonical(path);
        GitReferences.RequireId(commit);
        var existing = await FindAsync(full, cancellationToken);
        if (existing is { IsMissing: false })
        {
            return await MoveAsync(full, commit, cancellationToken);
        }

        if (existing is not null)
        {
            await RemoveAsync(full, cancellationToken);
        }

        RequireEmpty(full);
        await ChangeAsync(commonDirectory, ["worktree", "add", "--quiet", "--detach", "--", full, commit], cancellationToken);
        return await RequireOursAsync(full, cancellationToken);
    }

    public async Task<GitWorktree> MoveAsync(string path, string commit, CancellationToken cancellationToken)
    {
        var full = Canonical(path);
        GitReferences.RequireId(commit);
        await RequireOursAsync(full, cancellationToken);
        await ChangeAsync(full, ["checkout", "--quiet", "--force", "--detach", commit, "--"], cancellationToken);
        return await RequireOursAsync(full, cancellationToken);
    }

    public async Task<bool> RemoveAsync(string path, CancellationToken cancellationToken)
    {
        var full = Canonical(path);
        if (await FindAsync(full, cancellationToken) is null)
        {
            return false;
        }

        var found = await RequireOursAsync(full, cancellationToken);

        // Twice: also when it is locked, which git does itself while a worktree is being made.
        await ChangeAsync(commonDirectory, ["worktree", "remove", "--force", "--force", "--", found.Path], cancellationToken);
        return true;
    }

    private static string Canonical(string path) => RealPath.Resolve(path);

    private static void RequireEmpty(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new GitException(GitProblem.TargetNotEmpty, path, "There is something else in the place of the worktree.");
        }
    }

    private async Task<GitWorktree?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var worktrees = await ListAsync(cancellationToken);
        return worktrees.FirstOrDefault(worktree => Canonical(worktree.Path) == path);
    }

    private async Task<GitWorktree> RequireOursAsync(string path, CancellationToken cancellationToken)
    {
        var found = await FindAsync(path, cancellationToken);
        var reason = found switch
        {
            null => "It is no worktree of this repository.",
            { IsMain: true } => "It is the main working tree.",
            { Branch: { } branch } => $"It has the branch '{branch}' checked out, so somebody works in it.",
            _ => null,
        };
        return reason is null && found is not null ? found : throw new GitException(GitProblem.NotOurWorktree, path, reason ?? "");
    }

    private Task<GitOutput> ChangeAsync(string directory, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        command.RunAsync(
            new GitInvocation
            {
                Directory = directory,
                Arguments = arguments,
                Access = GitAccess.Write,
                Settings = s_settings,
                Timeout = s_checkoutTimeout,
            },
            cancellationToken);
}
