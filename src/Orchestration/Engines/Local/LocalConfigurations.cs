using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>Reads the configuration where each part of the engine has to take it from: trunk, a tree, a snapshot.</summary>
internal sealed class LocalConfigurations(IGitClient git, RepositoryLocation location, IReadOnlyDictionary<string, string> outside)
{
    private readonly string _file = SandboxConfiguration.FileName;

    /// <summary>The configuration in a directory.</summary>
    public async Task<Result<SandboxConfiguration>> OfDirectoryAsync(string directory, CancellationToken cancellationToken)
    {
        var path = Path.Join(directory, _file);
        var result = await ConfigurationReader.ReadFileAsync(path, outside.GetValueOrDefault, cancellationToken);
        return result.IsValid ? result.Configuration : LocalFailures.Configuration(path, result.Problems);
    }

    /// <summary>The configuration of a commit or snapshot; null when it has none.</summary>
    public async Task<Result<SandboxConfiguration?>> OfTreeAsync(string hash, CancellationToken cancellationToken)
    {
        var repository = await git.OpenAsync(AnyTree(), cancellationToken);
        if (!repository.Succeeded)
        {
            return LocalFailures.Git(repository.Failure);
        }

        var text = await repository.Value.ReadFileAsync(hash, _file, cancellationToken);
        if (!text.Succeeded)
        {
            return text.Failure.Problem == GitProblem.FileNotFound ? Result<SandboxConfiguration?>.Success(null) : LocalFailures.Git(text.Failure);
        }

        var result = ConfigurationReader.Read(text.Value, outside.GetValueOrDefault);
        return result.IsValid ? result.Configuration : LocalFailures.Configuration($"{_file} of {hash[..Math.Min(12, hash.Length)]}", result.Problems);
    }

    /// <summary>A tree of the repository that exists; the one the host was started for may have been removed.</summary>
    public string AnyTree()
    {
        var main = location.CommonDirectory is null ? null : Path.GetDirectoryName(location.CommonDirectory);
        return Directory.Exists(location.Root) || main is null ? location.Root : main;
    }
}
