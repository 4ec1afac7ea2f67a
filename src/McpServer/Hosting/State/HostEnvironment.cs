using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.McpServer.Hosting.State;

/// <summary>
/// The environment that a detached host gets. What the first client gave is recorded and given again, so that a host
/// does not behave differently with each client that happens to start it; <c>host restart</c> records anew.
/// </summary>
/// <remarks>
/// Variables that the configuration names (<c>${env:NAME}</c>, <c>${secret:NAME}</c>) are passed on from whoever starts
/// the host and are never recorded, because they may be secrets.
/// </remarks>
internal static partial class HostEnvironment
{
    public static IReadOnlyDictionary<string, string> Load(HostFiles files, string workspace, bool recordAnew)
    {
        var recorded = recordAnew ? null : PrivateFile.ReadJson(files.Environment, HostJson.Default.DictionaryStringString);
        if (recorded is null)
        {
            recorded = new Dictionary<string, string>(MinimalEnvironment.FromCurrent());
            PrivateFile.WriteJson(files.Environment, recorded, HostJson.Default.DictionaryStringString);
        }

        foreach (var name in NamesIn(Path.Join(workspace, SandboxConfiguration.FileName)))
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                recorded[name] = value;
            }
        }

        return recorded;
    }

    private static IEnumerable<string> NamesIn(string configuration)
    {
        try
        {
            return File.Exists(configuration)
                ? OutsideValue().Matches(File.ReadAllText(configuration)).Select(match => match.Groups["name"].Value).Distinct()
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"\$\{(?:env|secret):(?<name>[A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex OutsideValue();
}
