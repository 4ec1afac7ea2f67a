using System.Security.Cryptography;
using System.Text;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;

/// <summary>Reads a user's entry.</summary>
internal static class UserReader
{
    public static (ICredentialSource? Credentials, Impersonation? Impersonation) Read(KubeconfigEntry user, ClusterEndpoint? endpoint, KubernetesAccessOptions options, ICommandRunner commands)
    {
        var impersonation = ReadImpersonation(user);
        if (user.Child("auth-provider") is { } provider)
        {
            user.Report("auth-provider", $"The auth provider \"{provider.Text("name")}\" is of a kind that kubectl gave up in 1.26.", "log in again with the provider's current tool, which writes \"exec\"");
            return (null, impersonation);
        }

        if (user.Child("exec") is { } exec)
        {
            var plugin = ExecReader.Read(exec, endpoint, options);
            return (plugin is null ? null : new ExecCredentials(plugin, commands, options.Time), impersonation);
        }

        return (ReadConfigured(user, options), impersonation);
    }

    private static ConfiguredCredentials? ReadConfigured(KubeconfigEntry user, KubernetesAccessOptions options)
    {
        var files = new ConfiguredFiles
        {
            Token = user.Text("token"),
            TokenFile = Readable(user, "tokenFile"),
            User = user.Text("username"),
            Password = user.Text("password"),
            CertificatePem = Pem(user, "client-certificate-data"),
            CertificateFile = user.Text("client-certificate-data") is null ? Readable(user, "client-certificate") : null,
            KeyPem = Pem(user, "client-key-data"),
            KeyFile = user.Text("client-key-data") is null ? Readable(user, "client-key") : null,
        };
        var hasCertificate = Names(user, "client-certificate");
        if (hasCertificate != Names(user, "client-key"))
        {
            user.Report(
                null,
                hasCertificate ? "The user has a client certificate and no key." : "The user has a client key and no certificate.",
                hasCertificate ? "give \"client-key\" or \"client-key-data\"" : "give \"client-certificate\" or \"client-certificate-data\"");
            return null;
        }

        var credentials = new ConfiguredCredentials(files, options.Time);
        return hasCertificate && !IsUsable(user, credentials) ? null : credentials;
    }

    private static bool Names(KubeconfigEntry user, string key) => user.Text(key) is not null || user.Text(key + "-data") is not null;

    private static bool IsUsable(KubeconfigEntry user, ConfiguredCredentials credentials)
    {
        try
        {
            _ = credentials.Read();
            return true;
        }
        catch (CryptographicException exception)
        {
            user.Report(
                user.Text("client-certificate-data") is null ? "client-certificate" : "client-certificate-data",
                $"The client certificate and its key cannot be used: {exception.Message}",
                "give a PEM certificate with its own unencrypted RSA or EC key");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A file that cannot be read was reported where it is named.
        }

        return false;
    }

    private static string? Pem(KubeconfigEntry user, string key) => user.Bytes(key) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private static string? Readable(KubeconfigEntry user, string key)
    {
        if (user.FilePath(key) is not { } path)
        {
            return null;
        }

        try
        {
            using var file = File.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            user.Report(key, $"The file of \"{key}\" cannot be read: {exception.Message}", "name an existing file");
        }

        return path;
    }

    private static Impersonation? ReadImpersonation(KubeconfigEntry user)
    {
        var groups = user.List("as-groups");
        var uid = user.Text("as-uid");
        var extra = user.Child("as-user-extra") is { } map
            ? map.Body.Entries.SelectMany(entry => map.List(entry.Name).Select(value => KeyValuePair.Create(entry.Name, value))).ToList()
            : [];
        if (user.Text("as") is { } name)
        {
            return new Impersonation { User = name, Groups = groups, Uid = uid, Extra = extra };
        }

        if (groups.Count > 0 || uid is not null || extra.Count > 0)
        {
            user.Report(groups.Count > 0 ? "as-groups" : uid is not null ? "as-uid" : "as-user-extra", "The user impersonates groups or more, and no user.", "write \"as:\"");
        }

        return null;
    }
}
