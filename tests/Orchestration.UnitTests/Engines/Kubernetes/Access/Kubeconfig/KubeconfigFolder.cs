using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Processes.Commands;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Access.Kubeconfig;

/// <summary>Kubeconfigs of a test's own.</summary>
internal sealed class KubeconfigFolder : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public Dictionary<string, string> Environment { get; } = new() { ["HOME"] = "/nowhere" };

    public KubernetesAccessOptions Options { get; set; } = new();

    /// <summary>A pair in PEM, of RSA or EC.</summary>
    public static (string Certificate, string Key) Pair(bool isElliptic = false, string name = "CN=test")
    {
        using AsymmetricAlgorithm key = isElliptic ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        var request = key is RSA rsa
            ? new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(name, (ECDsa)key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (certificate.ExportCertificatePem(), key is ECDsa ec ? ec.ExportECPrivateKeyPem() : ((RSA)key).ExportRSAPrivateKeyPem());
    }

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>One context "one" of one cluster and one user, whose entries are given in flow style.</summary>
    public static string One(string user, string cluster = "server: https://one.test:6443", string context = "") => $$"""
        apiVersion: v1
        kind: Config
        current-context: one
        contexts: [{ name: one, context: { cluster: c, user: u{{context}} } }]
        clusters: [{ name: c, cluster: { {{cluster}} } }]
        users: [{ name: u, user: { {{user}} } }]
        """;

    public string Write(string path, string content)
    {
        var full = _folder.Join(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!); // it is below the folder
        File.WriteAllText(full, content);
        return full;
    }

    /// <summary>Reads the files as <c>KUBECONFIG</c> would name them.</summary>
    public ClusterLogin? Read(out SandboxFailure failure, params string[] paths)
    {
        Environment["KUBECONFIG"] = string.Join(Path.PathSeparator, paths.Select(path => _folder.Join(path)));
        var problems = new KubeconfigProblems();
        var options = Options with { Environment = Environment };
        var files = KubeconfigFiles.Read(options, problems);
        var login = KubeconfigReader.Read(files, options, new NoCommands(), problems);
        failure = problems.ToFailure(files);
        return problems.IsEmpty ? login : null;
    }

    public ClusterLogin Read(params string[] paths) =>
        Read(out var failure, paths) ?? throw new InvalidOperationException(string.Join('\n', failure.Evidence));

    public SandboxFailure Refuse(params string[] paths) => Read(out var failure, paths) is null ? failure : throw new InvalidOperationException("It was taken.");

    public async Task<string?> AuthorizationAsync(ClusterLogin login)
    {
        var credential = await login.Credentials.GetAsync(CancellationToken.None);
        return credential.Value?.Authorization;
    }

    public void Dispose() => _folder.Dispose();

    private sealed class NoCommands : ICommandRunner
    {
        public Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is run here.");
    }
}
