using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;

/// <summary>Reads a cluster's entry.</summary>
internal static class ClusterReader
{
    private const string PluginExtension = "client.authentication.k8s.io/exec";
    private const string Insecure = "insecure-skip-tls-verify";
    private const string AuthorityData = "certificate-authority-data";
    private const string AuthorityFile = "certificate-authority";

    public static ClusterEndpoint? Read(KubeconfigEntry cluster, KubernetesAccessOptions options)
    {
        var server = ReadAddress(cluster, "server", ["https", "http"]);
        if (server is null && cluster.Text("server") is null)
        {
            cluster.Report(null, "The cluster has no \"server\".", "write the address of its API");
        }

        var proxy = ReadAddress(cluster, "proxy-url", ["http", "https", "socks5"]);
        var roots = ReadRoots(cluster);
        var isInsecure = cluster.Flag(Insecure);
        if (isInsecure && !options.AllowInsecure)
        {
            cluster.Report(Insecure, $"\"{Insecure}\" would give the user's credentials to anybody who answers.", $"give the cluster's CA in \"{AuthorityData}\", or allow it with \"allowInsecure\"");
        }

        if (isInsecure && roots is not null)
        {
            cluster.Report(Insecure, $"\"{Insecure}\" and a certificate authority exclude each other.", "remove one of the two");
        }

        return server is null ? null : new ClusterEndpoint
        {
            Server = server,
            Roots = roots,
            TlsServerName = cluster.Text("tls-server-name"),
            Proxy = proxy is not null ? ProxyChoice.Of(proxy) : ProxyChoice.FromEnvironment(server, options.Environment),
            IsInsecure = isInsecure,
            PluginInfo = PluginInfo(cluster, roots),
        };
    }

    private static Uri? ReadAddress(KubeconfigEntry cluster, string key, string[] schemes)
    {
        if (cluster.Text(key) is not { } text)
        {
            return null;
        }

        // kubectl takes "host:port" too, and means http by it.
        var full = key == "server" && !text.Contains("://", StringComparison.Ordinal) ? "http://" + text : text;
        if (Uri.TryCreate(full, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme) && uri.Host.Length > 0)
        {
            if (key == "server" && uri.UserInfo.Length > 0)
            {
                cluster.Report(key, "The address of the server has a user in it.", "write \"username\" and \"password\" of the user instead");
            }

            return uri;
        }

        cluster.Report(key, $"\"{key}\" is not an address with {string.Join(" or ", schemes)}.", "write it as https://host:port");
        return null;
    }

    private static X509Certificate2Collection? ReadRoots(KubeconfigEntry cluster)
    {
        var key = cluster.Text(AuthorityData) is not null ? AuthorityData : AuthorityFile;
        try
        {
            var pem = key == AuthorityData
                ? cluster.Bytes(AuthorityData) is { } bytes ? Encoding.UTF8.GetString(bytes) : null
                : cluster.FilePath(AuthorityFile) is { } path ? File.ReadAllText(path) : null;
            return pem is null ? null : Roots(pem);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            cluster.Report(key, $"\"{key}\" cannot be read: {exception.Message}", "give the PEM certificate of the cluster's CA");
            return null;
        }
    }

    /// <summary>Certificates in PEM.</summary>
    /// <exception cref="CryptographicException">There is none.</exception>
    public static X509Certificate2Collection Roots(string pem)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(pem);
        return roots.Count > 0 ? roots : throw new CryptographicException("There is no certificate in it.");
    }

    private static JsonObject PluginInfo(KubeconfigEntry cluster, X509Certificate2Collection? roots)
    {
        var info = new JsonObject { ["server"] = cluster.Text("server") };
        if (cluster.Text("tls-server-name") is { } name)
        {
            info["tls-server-name"] = name;
        }

        if (cluster.Flag(Insecure))
        {
            info[Insecure] = true;
        }

        if (roots is not null)
        {
            info[AuthorityData] = Convert.ToBase64String(Encoding.ASCII.GetBytes(roots.ExportCertificatePems()));
        }

        if (cluster.Text("proxy-url") is { } proxy)
        {
            info["proxy-url"] = proxy;
        }

        if (cluster.Children("extensions").FirstOrDefault(extension => extension.Text("name") == PluginExtension)?.Body.Find("extension") is { } config && !KubeconfigEntry.IsNull(config))
        {
            info["config"] = YamlJson.Convert(config, new ProblemList(), "extension");
        }

        return info;
    }
}
