namespace AgentSandbox.Orchestration.Configuration;

/// <summary>Reads <c>agent-sandbox.yaml</c>.</summary>
/// <remarks>Stateless and thread-safe. Reports every problem at once and never throws for what the file says.</remarks>
public static class ConfigurationReader
{
    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <param name="path">The file; a missing or unreadable one is a problem, not an exception.</param>
    /// <param name="environment">Looks up <c>${env:NAME}</c> in <c>url</c> and <c>tcp</c>, which are needed at once; null knows no variable.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Task<ConfigurationResult> ReadFileAsync(
        string path, Func<string, string?>? environment, CancellationToken cancellationToken)
        => throw new NotImplementedException();

    /// <summary>Reads a configuration from text, for instance from a git object.</summary>
    /// <param name="yaml">The document.</param>
    /// <param name="environment">Looks up <c>${env:NAME}</c> in <c>url</c> and <c>tcp</c>, which are needed at once; null knows no variable.</param>
    public static ConfigurationResult Read(string yaml, Func<string, string?>? environment = null)
        => throw new NotImplementedException();
}
