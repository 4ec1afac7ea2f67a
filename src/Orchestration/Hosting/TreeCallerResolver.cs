using AgentSandbox.Orchestration.Engines.Local;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases;

namespace AgentSandbox.Orchestration.Hosting;

/// <summary>Accepts working trees of the repository that this host serves.</summary>
internal sealed class TreeCallerResolver(IGitClient git, RepositoryLocation location) : ICallerResolver
{
    public async Task<Result<Caller>> ResolveAsync(string worktree, string? client, CancellationToken cancellationToken)
    {
        if (!Path.IsPathFullyQualified(worktree) || worktree.Contains('\0', StringComparison.Ordinal))
        {
            return NotUsable(worktree, "it is not an absolute path");
        }

        var found = await RepositoryLocation.FindAsync(git, worktree, cancellationToken);
        if (!found.Succeeded)
        {
            return LocalFailures.Git(found.Failure);
        }

        if (found.Value.Id != location.Id)
        {
            return NotUsable(worktree, $"it does not belong to the repository of '{location.Root}', which this host serves");
        }

        var repository = location.IsGit ? await git.OpenAsync(worktree, cancellationToken) : null;
        return new Caller(new Owner(Environment.UserName, found.Value.Root), repository?.Value?.Branch, client);
    }

    private static SandboxFailure NotUsable(string worktree, string reason) => new()
    {
        Code = FailureCodes.TreeUnavailable,
        Category = FailureCategory.User,
        Message = $"The working tree '{NameFailures.Quote(worktree)}' cannot be used: {reason}.",
        Hint = "Pass the absolute path of a working tree of this repository as 'worktree'.",
    };
}
