using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Access.Kubeconfig;

public sealed class KubeconfigMergeTests : IDisposable
{
    private readonly KubeconfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SeveralFiles_FirstOfANameCounts_Whole()
    {
        _folder.Write("a", "current-context: one\ncontexts: [{ name: one, context: { cluster: c, user: u, namespace: shop } }]\nusers: [{ name: u, user: { username: me, password: p } }]");
        _folder.Write("b", KubeconfigFolder.One("token: second, as: other", context: ", namespace: second"));

        var login = _folder.Read("a", "missing", "b");

        login.Namespace.Should().Be("shop");
        login.Impersonation.Should().BeNull("the second file's user is discarded, also where it has more");
        login.Endpoint.Server.Host.Should().Be("one.test", "the cluster is only in the second file");
        (await _folder.AuthorizationAsync(login)).Should().Be("Basic bWU6cA==");
    }

    [Fact]
    public void CurrentContext_IsTheFirstThatIsNamed()
    {
        _folder.Write("a", "contexts: [{ name: two, context: { cluster: c, user: u } }]");
        _folder.Write("b", KubeconfigFolder.One("token: t"));

        _folder.Read("a", "b").Description.Should().Be("context \"one\"");
    }

    [Fact]
    public async Task RelativePath_IsRelativeToItsFile()
    {
        _folder.Write("deep/token", "from-file\n");
        _folder.Write("deep/config", KubeconfigFolder.One("tokenFile: token"));

        (await _folder.AuthorizationAsync(_folder.Read("deep/config"))).Should().Be("Bearer from-file");
    }

    [Fact]
    public void Namespace_IsThatOfTheOptions_ThenOfTheContext_ThenDefault()
    {
        _folder.Write("a", KubeconfigFolder.One("token: t"));
        _folder.Read("a").Namespace.Should().Be("default");

        _folder.Write("a", KubeconfigFolder.One("token: t", context: ", namespace: shop"));
        _folder.Read("a").Namespace.Should().Be("shop");

        _folder.Options = new KubernetesAccessOptions { Namespace = "mine" };
        _folder.Read("a").Namespace.Should().Be("mine");
    }

    [Fact]
    public void ContextThatDoesNotExist_NamesThoseThatDo()
    {
        _folder.Write("a", KubeconfigFolder.One("token: t"));
        _folder.Options = new KubernetesAccessOptions { Context = "ono" };

        var failure = _folder.Refuse("a");

        failure.Code.Should().Be(FailureCodes.KubeconfigInvalid);
        failure.Message.Should().Contain("There is no context \"ono\". There are: one.");
        failure.Hint.Should().Contain("\"one\"");
    }

    [Fact]
    public void NothingAtAll_SaysSo() => _folder.Refuse("missing").Message.Should().Contain("There is no kubeconfig");

    [Fact]
    public void EmptyFile_CountsAsNone()
    {
        _folder.Write("empty", "");
        _folder.Write("a", KubeconfigFolder.One("token: t"));

        _folder.Read("empty", "a").Description.Should().Be("context \"one\"");
    }

    [Fact]
    public void JsonFile_IsReadToo()
    {
        _folder.Write("a", """{"current-context":"one","contexts":[{"name":"one","context":{"cluster":"c","user":"u"}}],"clusters":[{"name":"c","cluster":{"server":"https://json.test"}}],"users":[{"name":"u","user":null}]}""");

        _folder.Read("a").Endpoint.Server.Host.Should().Be("json.test");
    }

    [Fact]
    public void FileThatWasAskedFor_MustBeThere()
    {
        var result = KubernetesAccess.Open(new KubernetesAccessOptions { KubeconfigPath = "/nowhere/config", Environment = _folder.Environment });

        result.Failure!.Message.Should().Contain("/nowhere/config: There is no such file."); // it fails
    }

    [Fact]
    public void Problems_AreToldAllAtOnce_WithFileAndPlace()
    {
        var path = _folder.Write("a", """
            current-context: one
            contexts: [{ name: one, context: { cluster: c, user: u } }]
            clusters:
            - name: c
              cluster:
                server: "ftp://one.test"
                certificate-authority-data: "%%%"
                insecure-skip-tls-verify: true
            users:
            - name: u
              user:
                client-certificate: nowhere.crt
                as-groups: [x]
                token: s3cr3t-value
            """);

        var failure = _folder.Refuse("a");

        failure.Message.Should().Contain("has 6 problems");
        failure.Evidence.Should().HaveCount(6)
            .And.Contain(line => line.StartsWith($"{path}:6:5: \"server\" is not an address", StringComparison.Ordinal))
            .And.Contain(line => line.StartsWith($"{path}:7:5: \"certificate-authority-data\" is not base64", StringComparison.Ordinal))
            .And.Contain(line => line.StartsWith($"{path}:8:5: \"insecure-skip-tls-verify\"", StringComparison.Ordinal))
            .And.Contain(line => line.StartsWith($"{path}:12:5: The file of \"client-certificate\" cannot be read", StringComparison.Ordinal))
            .And.Contain(line => line.StartsWith($"{path}:13:5: The user impersonates groups", StringComparison.Ordinal))
            .And.Contain(line => line.Contains("has a client certificate and no key", StringComparison.Ordinal));
        failure.ToString().Should().NotContain("s3cr3t-value");
    }

    [Fact]
    public void BrokenYaml_HasItsPlace()
    {
        var path = _folder.Write("a", "users: [\n  { name: u }\ncontexts: }");

        _folder.Refuse("a").Message.Should().Contain($"{path}:1:").And.Contain("not valid YAML");
    }
}
