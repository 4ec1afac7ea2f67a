using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>Finds out for which working tree a call is.</summary>
public interface ICallerResolver
{
    /// <summary>Looks at a path and says whose call it is, or why the path cannot be used here.</summary>
    /// <param name="worktree">A directory in a working tree of this repository.</param>
    /// <param name="client">Name and version of the client; information only.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    Task<Result<Caller>> ResolveAsync(string worktree, string? client, CancellationToken cancellationToken);
}
