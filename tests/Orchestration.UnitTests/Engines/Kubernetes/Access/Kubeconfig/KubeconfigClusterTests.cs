using AgentSandbox.Orchestration.Engines.Kubernetes.Access;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Access.Kubeconfig;

public sealed class KubeconfigClusterTests : IDisposable
{
    private readonly KubeconfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Authority_IsTakenAsFileAndAsData_AndDataGoesFirst()
    {
        var (first, _) = KubeconfigFolder.Pair(name: "CN=first");
        var (second, _) = KubeconfigFolder.Pair(name: "CN=second");
        _folder.Write("ca.crt", first);
        _folder.Write("file", KubeconfigFolder.One("token: t", "server: 'https://x', certificate-authority: ca.crt"));
        _folder.Write("both", KubeconfigFolder.One("token: t", $"server: 'https://x', certificate-authority: ca.crt, certificate-authority-data: {KubeconfigFolder.Base64(second)}"));

        _folder.Read("file").Endpoint.Roots!.Single().Subject.Should().Be("CN=first"); // it has one
        _folder.Read("both").Endpoint.Roots!.Single().Subject.Should().Be("CN=second"); // it has one
    }

    [Fact]
    public void Insecure_IsRefused_UnlessItIsAllowed()
    {
        _folder.Write("a", KubeconfigFolder.One("token: t", "server: 'https://x', insecure-skip-tls-verify: true"));
        _folder.Refuse("a").Message.Should().Contain("insecure-skip-tls-verify");

        _folder.Options = new KubernetesAccessOptions { AllowInsecure = true };
        _folder.Read("a").Endpoint.IsInsecure.Should().BeTrue();
    }

    [Fact]
    public void Insecure_WithAnAuthority_IsRefused()
    {
        var (certificate, _) = KubeconfigFolder.Pair();
        _folder.Options = new KubernetesAccessOptions { AllowInsecure = true };
        _folder.Write("a", KubeconfigFolder.One("token: t", $"server: 'https://x', insecure-skip-tls-verify: true, certificate-authority-data: {KubeconfigFolder.Base64(certificate)}"));

        _folder.Refuse("a").Message.Should().Contain("exclude each other");
    }

    [Fact]
    public void ProxyUrl_KeepsItsPasswordApart()
    {
        _folder.Write("a", KubeconfigFolder.One("token: t", "server: 'https://x', proxy-url: 'socks5://me:s3cr3t@proxy.test:1080', tls-server-name: kubernetes"));

        var endpoint = _folder.Read("a").Endpoint;

        endpoint.TlsServerName.Should().Be("kubernetes");
        endpoint.Proxy!.GetProxy(endpoint.Server)!.ToString().Should().Be("socks5://proxy.test:1080/"); // it has one
        endpoint.Proxy.Credentials!.GetCredential(endpoint.Server, "Basic")!.Password.Should().Be("s3cr3t"); // it has some
        $"{endpoint}".Should().NotContain("s3cr3t");
    }

    [Fact]
    public void Server_WithAUserInItsAddress_IsRefused_WithoutShowingIt()
    {
        _folder.Write("a", KubeconfigFolder.One("token: t", "server: 'https://me:s3cr3t@x'"));

        var failure = _folder.Refuse("a");

        failure.Message.Should().Contain("has a user in it");
        $"{failure} {string.Join(' ', failure.Evidence)}".Should().NotContain("s3cr3t");
    }

    [Theory]
    [InlineData("https://10.1.2.3:6443", "10.0.0.0/8", false)]
    [InlineData("https://10.1.2.3:6443", "192.168.0.0/16,10.1.2.3", false)]
    [InlineData("https://10.1.2.3:6443", "192.168.0.0/16", true)]
    [InlineData("https://api.acme.test", ".acme.test", false)]
    [InlineData("https://api.acme.test", "acme.test:443", false)]
    [InlineData("https://api.acme.test", "acme.test:6443", true)]
    [InlineData("https://api.acme.test", "cme.test", true)]
    [InlineData("https://api.acme.test", "*", false)]
    [InlineData("https://localhost:6443", "", false)]
    [InlineData("http://api.acme.test", "", false)]
    public void EnvironmentsProxy_IsForWhatIsNotExcepted(string server, string exceptions, bool expected)
    {
        _folder.Environment["https_proxy"] = "proxy.test:3128";
        _folder.Environment["NO_PROXY"] = exceptions;
        _folder.Write("a", KubeconfigFolder.One("token: t", $"server: '{server}'"));

        (_folder.Read("a").Endpoint.Proxy is not null).Should().Be(expected);
    }
}
