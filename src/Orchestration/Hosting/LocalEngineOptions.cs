using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.Orchestration.Hosting;

/// <summary>Settings of the local engine.</summary>
public sealed class LocalEngineOptions
{
    /// <summary>The repository that is served. Required.</summary>
    public RepositoryLocation? Location { get; set; }

    /// <summary>Where trees are built; the user's cache directory when null.</summary>
    public string? WorkRoot { get; set; }

    /// <summary>What every child process gets. Default: the minimal part of this process's environment.</summary>
    public IReadOnlyDictionary<string, string>? BaseEnvironment { get; set; }

    /// <summary>Where <c>${env:NAME}</c> and <c>${secret:NAME}</c> are looked up. Default: this process's environment.</summary>
    public IReadOnlyDictionary<string, string>? OutsideEnvironment { get; set; }
}
