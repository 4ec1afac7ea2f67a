using System.Diagnostics;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Secrets;

public sealed class RedactorTests
{
    private readonly SecretValues _values = new();
    private readonly Redactor _redactor;

    public RedactorTests() => _redactor = new Redactor(_values);

    [Theory]
    [InlineData("password=hunter2", "password=[redacted]")]
    [InlineData("DB_PASSWORD: hunter2, next", "DB_PASSWORD: [redacted], next")]
    [InlineData("""{"password":"hunter2","a":1}""", """{"password":"[redacted]","a":1}""")]
    [InlineData("""{"password" : "correct horse battery"}""", """{"password" : "[redacted]"}""")]
    [InlineData("""{"password":"a\"b","c":1}""", """{"password":"[redacted]","c":1}""")]
    [InlineData("""{\"password\":\"hunter2\"}""", """{\"password\":\"[redacted]\"}""")]
    [InlineData("""{"password":"cut off he""", """{"password":"[redacted]""")]
    [InlineData("password='two words' x", "password='[redacted]' x")]
    [InlineData("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG", "AWS_SECRET_ACCESS_KEY=[redacted]")]
    [InlineData("SECRET_KEY_BASE=abc", "SECRET_KEY_BASE=[redacted]")]
    [InlineData("apiKey => 'abc'", "apiKey => '[redacted]'")]
    [InlineData("Server=db;User=sa;Password=p;Encrypt=true", "Server=db;User=sa;Password=[redacted];Encrypt=true")]
    [InlineData("postgres://user:pa@ss@db:5432/x", "postgres://[redacted]@db:5432/x")]
    [InlineData("Authorization: Bearer abcdefgh", "Authorization: Bearer [redacted]")]
    [InlineData("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic [redacted]")]
    [InlineData("""{"token":"0123456789abcdef0123"}""", """{"token":"[redacted]"}""")]
    [InlineData("key ghp_0123456789abcdefghij0123 used", "key [redacted] used")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "[redacted]")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "[redacted]")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nMIIE\n-----END RSA PRIVATE KEY-----\nnext", "[redacted]\nnext")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIEcut", "[redacted]")]
    public void Secret_IsReplaced(string text, string expected)
    {
        var redacted = _redactor.Redact(text);

        redacted.Should().Be(expected);
        _redactor.Redact(redacted).Should().Be(redacted, "it is redacted once");
    }

    [Theory]
    [InlineData("tokens: 5, max_tokens=4096")]
    [InlineData("token: next")]
    [InlineData("var password = GetPassword();")]
    [InlineData("password = config.Read(\"db\")")]
    [InlineData("password: string")]
    [InlineData("password: ${secret:ORDERS_DB}")]
    [InlineData("possible here: ${env:NAME}, ${secret:NAME}, ${port}")]
    [InlineData("password: null")]
    [InlineData("PWD=/home/ada")]
    [InlineData("basic authentication is not supported")]
    [InlineData("bearer token-based access")]
    [InlineData("http://localhost:8080/a@b")]
    [InlineData("the secretary: Bob")]
    [InlineData("see https://example.com/password")]
    [InlineData("eyJ is how such tokens begin")]
    [InlineData("")]
    public void OrdinaryText_StaysAsItIs(string text) => _redactor.Redact(text).Should().Be(text);

    [Fact]
    public void KnownValue_IsReplacedInEveryForm()
    {
        _values.Add(["p\"ss wörd/1", "abc"]);

        _redactor.Redact("""plain p"ss wörd/1, json "p\"ss wörd/1", url p%22ss%20w%C3%B6rd%2F1; abc""")
            .Should().Be("plain [redacted], json \"[redacted]\", url [redacted]; abc");
    }

    [Fact]
    public void KnownValueOfSeveralLines_IsReplacedLineByLine()
    {
        _values.Add(["first line of the key\nsecond line of the key"]);

        _redactor.Redact("log: second line of the key").Should().Be("log: [redacted]");
    }

    [Fact]
    public void LongerKnownValue_IsReplacedWhole()
    {
        _values.Add(["hunter", "hunter2-long"]);

        _redactor.Redact("hunter2-long").Should().Be("[redacted]");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("a://b:")]
    [InlineData("password=")]
    [InlineData("password=\"\\")]
    [InlineData("bearer ")]
    [InlineData("eyJabcdefgh.")]
    [InlineData("token: ")]
    public void OneMegabyte_TakesNoCatastrophicTime(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        var watch = Stopwatch.StartNew();

        _redactor.Redact(text);

        watch.Elapsed.Should().BeLessThan(TestTimeouts.Default / 3);
    }

    [Theory]
    [InlineData("Authorization", true)]
    [InlineData("set-cookie", true)]
    [InlineData("X-Api-Key", true)]
    [InlineData("GITHUB_TOKEN", true)]
    [InlineData("DB_PASSPHRASE", true)]
    [InlineData("content-type", false)]
    [InlineData("PATH", false)]
    public void IsSecretName_KnowsTheUsualOnes(string name, bool expected) => Redactor.IsSecretName(name).Should().Be(expected);
}
