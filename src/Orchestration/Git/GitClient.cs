using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Git.Commands;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.Orchestration.Git;

/// <summary>Git by its command line.</summary>
/// <remarks>
/// One instance per process: its locks keep our own changes to one repository apart, so that they do not meet on
/// git's lock files. Changes by others are waited for.
/// </remarks>
public sealed class GitClient : IGitClient
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    /// <summary>Creates the port.</summary>
    /// <param name="runner">Runs the command.</param>
    /// <param name="time">Tells how old a lock is, and paces retries.</param>
    public GitClient(ICommandRunner runner, TimeProvider time) => Command = new GitCommand(runner, time);

    internal GitCommand Command { get; }

    /// <inheritdoc />
    public Task<GitResult<IGitRepository>> OpenAsync(string directory, CancellationToken cancellationToken) =>
        GitResult<IGitRepository>.CatchAsync(async () => await OpenRepositoryAsync(directory, cancellationToken));

    internal async Task<GitRepository> OpenRepositoryAsync(string directory, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(directory);
        if (!Directory.Exists(full))
        {
            throw new GitException(GitProblem.DirectoryMissing, full, "The directory does not exist.");
        }

        await RequireWorkTreeAsync(full, cancellationToken);

        // One path per run: the name of a directory may contain a line end.
        var topLevel = await PathAsync(full, "--show-toplevel", cancellationToken);
        var common = RealPath.Resolve(await PathAsync(full, "--git-common-dir", cancellationToken));
        return new GitRepository(Command, _gates.GetOrAdd(common, _ => new SemaphoreSlim(1, 1)))
        {
            TopLevel = RealPath.Resolve(topLevel),
            GitDirectory = RealPath.Resolve(await PathAsync(full, "--absolute-git-dir", cancellationToken)),
            CommonDirectory = common,
            Branch = await BranchAsync(full, cancellationToken),
            HeadCommit = await HeadAsync(full, cancellationToken),
            HasSubmodules = File.Exists(Path.Join(topLevel, ".gitmodules")),
        };
    }

    private async Task RequireWorkTreeAsync(string directory, CancellationToken cancellationToken)
    {
        var flags = await RevParseAsync(directory, ["--is-bare-repository", "--is-inside-work-tree"], cancellationToken);
        var lines = flags.Text.Split('\n');
        if (lines[0] == "true")
        {
            throw new GitException(GitProblem.BareRepository, directory, "The repository is bare: it has no working tree.");
        }

        if (lines[1] != "true")
        {
            throw new GitException(GitProblem.NotAWorkTree, directory, "The directory is inside a git directory, not in a working tree.");
        }
    }

    private async Task<string> PathAsync(string directory, string option, CancellationToken cancellationToken) =>
        Path.GetFullPath((await RevParseAsync(directory, [option], cancellationToken)).Line, directory);

    private Task<GitOutput> RevParseAsync(string directory, string[] arguments, CancellationToken cancellationToken) =>
        Command.RunAsync(new GitInvocation { Directory = directory, Arguments = ["rev-parse", .. arguments] }, cancellationToken);

    private async Task<string?> BranchAsync(string directory, CancellationToken cancellationToken)
    {
        var head = await Command.TryRunAsync(
            new GitInvocation { Directory = directory, Arguments = ["symbolic-ref", "-q", "HEAD"] }, cancellationToken);
        return head.Succeeded ? GitRepository.ShortBranch(head.Line) : null;
    }

    private async Task<string?> HeadAsync(string directory, CancellationToken cancellationToken)
    {
        var head = await Command.TryRunAsync(
            new GitInvocation { Directory = directory, Arguments = ["rev-parse", "-q", "--verify", "HEAD^{commit}"] }, cancellationToken);
        return head.Succeeded ? head.Line : null;
    }
}
