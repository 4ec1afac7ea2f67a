using AgentSandbox.Orchestration.Configuration.Binding;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration;

/// <summary>Reads <c>agent-sandbox.yaml</c>.</summary>
/// <remarks>Stateless and thread-safe. Reports every problem at once and never throws for what the file says.</remarks>
public static class ConfigurationReader
{
    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <param name="path">The file; a missing or unreadable one is a problem, not an exception.</param>
    /// <param name="environment">Looks up <c>${env:NAME}</c> in <c>url</c> and <c>tcp</c>, which are needed at once; null knows no variable.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ConfigurationResult> ReadFileAsync(
        string path, Func<string, string?>? environment, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var problems = new ProblemList();
        return await DocumentFile.ReadAsync(path, problems, cancellationToken) is { } yaml
            ? Read(yaml, environment)
            : new ConfigurationResult { Problems = problems.InOrder() };
    }

    /// <summary>Reads a configuration from text, for instance from a git object.</summary>
    /// <param name="yaml">The document.</param>
    /// <param name="environment">Looks up <c>${env:NAME}</c> in <c>url</c> and <c>tcp</c>, which are needed at once; null knows no variable.</param>
    public static ConfigurationResult Read(string yaml, Func<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var problems = new ProblemList();
        if (yaml.Length > DocumentFile.MaxBytes)
        {
            DocumentFile.ReportTooLarge(problems);
            return new ConfigurationResult { Problems = problems.InOrder() };
        }

        var root = YamlTreeReader.Read(yaml, problems);
        if (root is null)
        {
            return new ConfigurationResult { Problems = problems.InOrder() };
        }

        new ShapeCheck(problems).Check(root, KeyTable.Root, "");
        var configuration = new ConfigurationBinder(problems, environment).Bind(root);
        return problems.Count == 0
            ? new ConfigurationResult { Configuration = configuration }
            : new ConfigurationResult { Problems = problems.InOrder() };
    }
}
