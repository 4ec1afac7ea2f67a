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
/// the host and are never recorded, because they may be secrets. So are those that lead to a cluster, where the
/// engine is Kubernetes.
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

    /// <summary>What leads to a cluster, to what its credential plugins need, and to where images are built.</summary>
    private static IEnumerable<string> ClusterNames() => Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => ClusterVariable().IsMatch(name));

    private static IEnumerable<string> NamesIn(string configuration)
    {
        try
        {
            if (!File.Exists(configuration))
            {
                return [];
            }

            var text = File.ReadAllText(configuration);
            var named = OutsideValue().Matches(text).Select(match => match.Groups["name"].Value);
            return (KubernetesEngine().IsMatch(text) ? named.Concat(ClusterNames()) : named).Distinct();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"\$\{(?:env|secret):(?<name>[A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex OutsideValue();

    [GeneratedRegex(@"^engine:\s*[""']?kubernetes\b", RegexOptions.Multiline)]
    private static partial Regex KubernetesEngine();

    [GeneratedRegex("^(?:KUBECONFIG|KUBERNETES_.*|AWS_.*|AZURE_.*|GOOGLE_.*|CLOUDSDK_.*|DOCKER_.*|BUILDX_BUILDER|CONTAINER_HOST|KO_DOCKER_REPO|MINIKUBE_ACTIVE_DOCKERD)$")]
    private static partial Regex ClusterVariable();
}
