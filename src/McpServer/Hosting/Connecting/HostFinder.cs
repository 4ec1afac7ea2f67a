using AgentSandbox.McpServer.Hosting.State;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.McpServer.Hosting.Connecting;

/// <summary>Finds the repository of a working tree and the host that runs for it.</summary>
internal sealed class HostFinder(IGitClient git, ProcessTable processes)
{
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The repository, seen from its main working tree: all working trees share one host, and which of them asks first
    /// must make no difference to it.
    /// </summary>
    public async Task<Result<RepositoryLocation>> LocateAsync(string workspace, CancellationToken cancellationToken)
    {
        var found = await RepositoryLocation.FindAsync(git, workspace, cancellationToken);
        if (!found.Succeeded)
        {
            return HostFailures.NoLocation(found.Failure);
        }

        if (!found.Value.IsGit)
        {
            return found.Value;
        }

        var opened = await git.OpenAsync(found.Value.Root, cancellationToken);
        if (!opened.Succeeded)
        {
            return HostFailures.NoLocation(opened.Failure);
        }

        var worktrees = await opened.Value.ListWorktreesAsync(cancellationToken);
        var main = worktrees.Succeeded ? worktrees.Value.FirstOrDefault(worktree => worktree.IsMain && !worktree.IsMissing) : null;
        return main is not null && Directory.Exists(main.Path) && main.Path != found.Value.CommonDirectory
            ? found.Value with { Root = main.Path }
            : found.Value;
    }

    /// <summary>The host, if one lives and answers with our token.</summary>
    public async Task<RunningHost?> FindAsync(HostFiles files, CancellationToken cancellationToken)
    {
        // The token is shown to nobody but the very process that wrote the record.
        if (HostRecord.Read(files) is not { } record || HostToken.Read(files) is not { } token || !record.IsAlive(processes))
        {
            return null;
        }

        using var client = new HostClient(record, token, s_answerLimit);
        var status = await client.StatusAsync(cancellationToken);
        return status.IsSuccess && status.Value.Process == record.Process ? new RunningHost(record, status.Value, token) : null;
    }
}
