using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Failures;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.FunctionalTests.Kubernetes.Access;

public sealed class TlsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly X509Certificate2 _authority = Authority("CN=test-ca");

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Server_IsKnownByItsAuthority_AndTheNameThatTheKubeconfigGives()
    {
        await using var played = await PlayedApi.StartAsync(AnswerAsync, Signed("kubernetes"));

        (await VersionAsync(Open(played.Address, "tls-server-name: kubernetes, certificate-authority: ca.crt"))).Should().Be("Bearer t from nobody");
        var wrongName = await VersionAsync(Open(played.Address, "certificate-authority: ca.crt"));
        wrongName.Should().StartWith(FailureCodes.ClusterUnreachable).And.Contain("No secure connection");
        var unknown = await VersionAsync(Open(played.Address, "tls-server-name: kubernetes"));
        unknown.Should().StartWith(FailureCodes.ClusterUnreachable).And.Contain("No secure connection");
        (await VersionAsync(Open(played.Address, "insecure-skip-tls-verify: true", allowInsecure: true))).Should().Be("Bearer t from nobody");
    }

    [Fact]
    public async Task ClientCertificate_IsShown_AndNotForAnotherUsersToken()
    {
        using var client = Signed("jane");
        File.WriteAllText(_folder.Join("u.crt"), client.ExportCertificatePem());
        File.WriteAllText(_folder.Join("u.key"), client.GetECDsaPrivateKey()!.ExportECPrivateKeyPem()); // it has one
        await using var played = await PlayedApi.StartAsync(AnswerAsync, Signed("127.0.0.1"));
        using var api = Open(played.Address, "certificate-authority: ca.crt", "client-certificate: u.crt, client-key: u.key");
        using var other = api.WithToken("other");

        (await VersionAsync(api)).Should().Be(" from CN=jane");
        (await VersionAsync(other)).Should().Be("Bearer other from nobody");
        (await VersionAsync(api)).Should().Be(" from CN=jane");
    }

    private static Task AnswerAsync(HttpContext context, int call) => PlayedApi.JsonAsync(
        context,
        $$"""{"gitVersion":"{{context.Request.Headers.Authorization}} from {{context.Connection.ClientCertificate?.Subject ?? "nobody"}}"}""");

    private static async Task<string> VersionAsync(IKubernetesApi api)
    {
        var result = await api.ReadAsync("/version", CancellationToken.None);
        return result.IsSuccess ? (string)result.Value["gitVersion"]! : result.Failure.ToString(); // it was written
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    private X509Certificate2 Signed(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    private IKubernetesApi Open(Uri server, string cluster, string user = "token: t", bool allowInsecure = false)
    {
        File.WriteAllText(_folder.Join("ca.crt"), _authority.ExportCertificatePem());
        File.WriteAllText(_folder.Join("config"), $$"""
            current-context: one
            contexts: [{ name: one, context: { cluster: c, user: u } }]
            clusters: [{ name: c, cluster: { server: '{{server}}', {{cluster}} } }]
            users: [{ name: u, user: { {{user}} } }]
            """);
        var result = KubernetesAccess.Open(new KubernetesAccessOptions { KubeconfigPath = _folder.Join("config"), AllowInsecure = allowInsecure });
        result.IsSuccess.Should().BeTrue(result.Failure?.ToString());
        return result.Value!; // it is a success
    }
}
