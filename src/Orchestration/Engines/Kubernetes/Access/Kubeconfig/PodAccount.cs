using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;

/// <summary>The service account of the pod in which this program runs.</summary>
internal static class PodAccount
{
    private const string HostVariable = "KUBERNETES_SERVICE_HOST";
    private const string PortVariable = "KUBERNETES_SERVICE_PORT";

    public static bool IsInPod(KubernetesAccessOptions options) =>
        !string.IsNullOrEmpty(options.Environment.GetValueOrDefault(HostVariable)) && File.Exists(Path.Join(options.ServiceAccountFolder, "token"));

    public static ClusterLogin? Read(KubernetesAccessOptions options, KubeconfigProblems problems)
    {
        var token = Path.Join(options.ServiceAccountFolder, "token");
        var server = Server(options, problems);
        var authority = ReadText(Path.Join(options.ServiceAccountFolder, "ca.crt"), problems);
        if (ReadText(token, problems) is null || authority is null || server is null || !problems.IsEmpty)
        {
            return null;
        }

        return Build(options, problems, server, authority, () => new ConfiguredCredentials(new ConfiguredFiles { TokenFile = token }, options.Time));
    }

    /// <summary>The way to the cluster alone: who uses it brings a token.</summary>
    public static ClusterLogin? ReadNobody(KubernetesAccessOptions options, string authorityFile, KubeconfigProblems problems)
    {
        var server = Server(options, problems);
        var authority = ReadText(authorityFile, problems);
        return server is null || authority is null ? null : Build(options, problems, server, authority, () => FixedCredentials.None);
    }

    private static Uri? Server(KubernetesAccessOptions options, KubeconfigProblems problems)
    {
        var host = options.Environment.GetValueOrDefault(HostVariable);
        var port = options.Environment.GetValueOrDefault(PortVariable);
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
        {
            problems.Add("", $"{HostVariable} and {PortVariable} are not set, so this is no pod of a cluster.", "run it in a pod, or name a kubeconfig");
            return null;
        }

        var address = IPAddress.TryParse(host, out var ip) && ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{host}]" : host;
        if (!Uri.TryCreate($"https://{address}:{port}/", UriKind.Absolute, out var server))
        {
            problems.Add("", $"{HostVariable} and {PortVariable} are no address.", "correct them");
        }

        return server;
    }

    private static ClusterLogin? Build(KubernetesAccessOptions options, KubeconfigProblems problems, Uri server, string authority, Func<ICredentialSource> credentials)
    {
        try
        {
            var endpoint = new ClusterEndpoint { Server = server, Roots = ClusterReader.Roots(authority), PluginInfo = new JsonObject() };
            var space = Path.Join(options.ServiceAccountFolder, "namespace");
            return new ClusterLogin(
                endpoint,
                credentials(),
                null,
                options.Namespace ?? (File.Exists(space) ? File.ReadAllText(space).Trim() : "default"),
                "the cluster around this pod");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            problems.Add(options.ServiceAccountFolder, $"The account of the pod cannot be used: {exception.Message}", "mount the service account's token");
            return null;
        }
    }

    private static string? ReadText(string path, KubeconfigProblems problems)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(path, $"The file cannot be read: {exception.Message}", "let the pod mount its service account (automountServiceAccountToken)");
            return null;
        }
    }
}
