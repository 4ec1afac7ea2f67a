using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Access.Kubeconfig;

public sealed class KubeconfigUserTests : IDisposable
{
    private readonly KubeconfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ClientCertificate_IsTakenAsFilesAndAsData(bool isElliptic)
    {
        var (certificate, key) = KubeconfigFolder.Pair(isElliptic);
        _folder.Write("u.crt", certificate);
        _folder.Write("u.key", key);
        _folder.Write("files", KubeconfigFolder.One("client-certificate: u.crt, client-key: u.key"));
        _folder.Write("data", KubeconfigFolder.One($"client-certificate-data: {KubeconfigFolder.Base64(certificate)}, client-key-data: {KubeconfigFolder.Base64(key)}"));

        var fromFiles = await _folder.Read("files").Credentials.GetAsync(CancellationToken.None);
        var fromData = await _folder.Read("data").Credentials.GetAsync(CancellationToken.None);

        fromFiles.Value!.Certificate!.Thumbprint.Should().Be(fromData.Value!.Certificate!.Thumbprint); // both have one
    }

    [Fact]
    public void KeyOfAnotherCertificate_IsRefused()
    {
        var (certificate, _) = KubeconfigFolder.Pair();
        var (_, key) = KubeconfigFolder.Pair();
        _folder.Write("a", KubeconfigFolder.One($"client-certificate-data: {KubeconfigFolder.Base64(certificate)}, client-key-data: {KubeconfigFolder.Base64(key)}"));

        _folder.Refuse("a").Message.Should().Contain("The client certificate and its key cannot be used");
    }

    [Fact]
    public async Task TokenFile_GoesBeforeTheToken_AndIsReadAgain()
    {
        var clock = new ManualTimeProvider();
        _folder.Options = new KubernetesAccessOptions { Time = clock };
        var path = _folder.Write("token", "first");
        _folder.Write("a", KubeconfigFolder.One("tokenFile: token, token: written"));
        var login = _folder.Read("a");
        (await _folder.AuthorizationAsync(login)).Should().Be("Bearer first");

        _folder.Write("token", "second");
        (await _folder.AuthorizationAsync(login)).Should().Be("Bearer first", "it was read a moment ago");
        clock.Advance(TimeSpan.FromSeconds(61));
        (await _folder.AuthorizationAsync(login)).Should().Be("Bearer second");

        File.Delete(path);
        clock.Advance(TimeSpan.FromSeconds(61));
        (await _folder.AuthorizationAsync(login)).Should().Be("Bearer second", "a file that is being replaced is away for a moment");
    }

    [Fact]
    public async Task RefusedToken_IsReadAgainAtOnce()
    {
        _folder.Write("token", "first");
        _folder.Write("a", KubeconfigFolder.One("tokenFile: token"));
        var login = _folder.Read("a");
        var first = (await login.Credentials.GetAsync(CancellationToken.None)).Value!; // it was read

        _folder.Write("token", "second");
        login.Credentials.Refuse(first).Should().BeTrue();

        (await _folder.AuthorizationAsync(login)).Should().Be("Bearer second");
        login.Credentials.Refuse(first);
        (await _folder.AuthorizationAsync(login)).Should().Be("Bearer second");
    }

    [Fact]
    public async Task FixedToken_CannotBecomeAnother()
    {
        _folder.Write("a", KubeconfigFolder.One("token: t"));
        var login = _folder.Read("a");

        login.Credentials.Refuse((await login.Credentials.GetAsync(CancellationToken.None)).Value!).Should().BeFalse(); // it has one
    }

    [Fact]
    public async Task PlainHttp_GetsNoCredentials()
    {
        _folder.Write("a", KubeconfigFolder.One("token: t", "server: 'http://localhost:8001'"));

        (await _folder.AuthorizationAsync(_folder.Read("a"))).Should().BeNull();
    }

    [Fact]
    public void Impersonation_BecomesHeaders()
    {
        _folder.Write("a", KubeconfigFolder.One("token: t, as: jane, as-groups: [dev, ops], as-uid: '7', as-user-extra: { 'acme.com/project': [x, y] }"));

        _folder.Read("a").Impersonation!.Headers().Should().Equal( // it has one
            KeyValuePair.Create("Impersonate-User", "jane"),
            KeyValuePair.Create("Impersonate-Group", "dev"),
            KeyValuePair.Create("Impersonate-Group", "ops"),
            KeyValuePair.Create("Impersonate-Uid", "7"),
            KeyValuePair.Create("Impersonate-Extra-acme.com%2Fproject", "x"),
            KeyValuePair.Create("Impersonate-Extra-acme.com%2Fproject", "y"));
    }

    [Fact]
    public void AuthProvider_IsRefused_WithAReason()
    {
        _folder.Write("a", KubeconfigFolder.One("auth-provider: { name: gcp }"));

        var failure = _folder.Refuse("a");

        failure.Message.Should().Contain("\"gcp\"").And.Contain("1.26");
        failure.Hint.Should().Contain("exec");
    }

    [Theory]
    [InlineData("apiVersion: client.authentication.k8s.io/v1alpha1, command: x", "v1alpha1")]
    [InlineData("apiVersion: client.authentication.k8s.io/v1, command: x", "needs \"interactiveMode\"")]
    [InlineData("apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always", "asks a person at a terminal")]
    [InlineData("apiVersion: client.authentication.k8s.io/v1beta1", "no \"command\"")]
    [InlineData("apiVersion: client.authentication.k8s.io/v1beta1, command: x, env: [{ value: y }]", "has no name")]
    public void Plugin_ThatCannotWork_IsRefused(string exec, string because)
    {
        _folder.Write("a", KubeconfigFolder.One($"exec: {{ {exec} }}"));

        string.Join('\n', _folder.Refuse("a").Evidence).Should().Contain(because);
    }

    [Fact]
    public void Secrets_AreInNoText()
    {
        _folder.Write("a", KubeconfigFolder.One("token: s3cr3t, username: me, password: s3cr3t"));
        var login = _folder.Read("a");

        $"{login}".Should().NotContain("s3cr3t");
        $"{new Credential("Bearer s3cr3t", null)}".Should().NotContain("s3cr3t");
    }
}
