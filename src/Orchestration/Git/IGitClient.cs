namespace AgentSandbox.Orchestration.Git;

/// <summary>The port to git: opens repositories.</summary>
public interface IGitClient
{
    /// <summary>Opens the repository whose working tree contains a directory.</summary>
    /// <param name="directory">Any directory of a working tree.</param>
    /// <param name="cancellationToken">Ends git.</param>
    Task<GitResult<IGitRepository>> OpenAsync(string directory, CancellationToken cancellationToken);
}
