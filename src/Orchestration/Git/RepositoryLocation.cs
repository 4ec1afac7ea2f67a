using System.Security.Cryptography;
using System.Text;

namespace AgentSandbox.Orchestration.Git;

/// <summary>Which tree a path belongs to, and where the state lives that all worktrees of its repository share.</summary>
public sealed record RepositoryLocation
{
    /// <summary>The name of the configuration file.</summary>
    public const string ConfigurationFile = "agent-sandbox.yaml";

    /// <summary>The name of the state directory inside the git common directory.</summary>
    public const string GitStateName = "agent-sandbox";

    /// <summary>The name of the state directory beside the configuration file, where there is no git.</summary>
    public const string PlainStateName = ".agent-sandbox";

    /// <summary>The top of the working tree; without git, the directory of the configuration file.</summary>
    public required string Root { get; init; }

    /// <summary>Where state lives. One host serves all trees that have the same.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>A short stable name of <see cref="StateDirectory"/>, usable in file names.</summary>
    public required string Id { get; init; }

    /// <summary>The git directory that all worktrees share; null where there is no git.</summary>
    public string? CommonDirectory { get; init; }

    /// <summary>Whether the tree is one of git's.</summary>
    public bool IsGit => CommonDirectory is not null;

    /// <summary>Finds the location of a path. Nothing is created.</summary>
    /// <param name="git">The port to git.</param>
    /// <param name="path">A directory in the tree, absolute or from the working directory.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <remarks>
    /// A path that is in a repository which cannot be used (bare, not trusted, git not installed) is a failure rather
    /// than a directory without git: state in two places would mean two hosts.
    /// </remarks>
    public static async Task<GitResult<RepositoryLocation>> FindAsync(IGitClient git, string path, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(path);
        var opened = await git.OpenAsync(full, cancellationToken);
        if (opened.Succeeded)
        {
            return Of(opened.Value);
        }

        var withoutGit = opened.Failure.Problem switch
        {
            GitProblem.NotARepository => true,
            GitProblem.GitNotInstalled => Ancestor(full, IsRepository) is null,
            _ => false,
        };
        if (!withoutGit)
        {
            return opened.Failure;
        }

        var real = RealPath.Resolve(full);
        var root = Ancestor(real, directory => File.Exists(Path.Join(directory, ConfigurationFile))) ?? real;
        return Create(root, Path.Join(root, PlainStateName), null);
    }

    /// <summary>The location of an open repository.</summary>
    /// <param name="repository">The repository.</param>
    public static RepositoryLocation Of(IGitRepository repository) => Create(
        repository.TopLevel,
        Path.Join(repository.CommonDirectory, GitStateName),
        repository.CommonDirectory);

    /// <summary>Creates the state directory, for its owner alone, when it is missing.</summary>
    public void EnsureStateDirectory() => PrivateDirectory.Ensure(StateDirectory);

    private static RepositoryLocation Create(string root, string state, string? common) => new()
    {
        Root = root,
        StateDirectory = state,
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)))[..12],
        CommonDirectory = common,
    };

    private static bool IsRepository(string directory)
    {
        var git = Path.Join(directory, ".git");
        return Directory.Exists(git) || File.Exists(git);
    }

    private static string? Ancestor(string directory, Func<string, bool> condition)
    {
        for (var current = directory; current is not null; current = Path.GetDirectoryName(current))
        {
            if (condition(current))
            {
                return current;
            }
        }

        return null;
    }
}
