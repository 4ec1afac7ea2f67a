using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Presentation;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.McpServer.UnitTests.Presentation;

public sealed class SanitizerTests
{
    private readonly SecretValues _secrets = new();
    private readonly Sanitizer _sanitizer;

    public SanitizerTests()
    {
        _secrets.Add(["very-secret"]);
        _sanitizer = new Sanitizer(new Redactor(_secrets));
    }

    [Fact]
    public void Text_WithASecretThatEscapesSplit_HidesIt() => _sanitizer.Text("a very\u001b[1m-secret b").Should().Be("a [redacted] b");

    [Theory]
    [InlineData("use ${secret:API_KEY}, please", "use ${secret:API_KEY}, please")]
    [InlineData("secret: hunter2 and more", "secret: [redacted] and more")]
    [InlineData("${secret:x y", "${secret:[redacted] y")]
    public void Text_WithAReferenceToASecret_KeepsIt_AndHidesValues(string text, string expected) => _sanitizer.Text(text).Should().Be(expected);

    [Theory]
    [InlineData("authorization", "x", "[redacted]")]
    [InlineData("set-cookie", "x", "[redacted]")]
    [InlineData("x-api-key", "x", "[redacted]")]
    [InlineData("etag", "\"very-secret\"", "\"[redacted]\"")]
    [InlineData("content-type", "text/plain", "text/plain")]
    public void Value_IsHiddenByItsNameOrItsContent(string name, string value, string expected) => _sanitizer.Value(name, value, 100).Should().Be(expected);

    [Fact]
    public void Lines_StayAsManyAsTheyWere()
    {
        var lines = _sanitizer.Lines(["a", "-----BEGIN PRIVATE KEY-----", "QUJD", "-----END PRIVATE KEY-----", "b\nc", "very-secret"]);

        lines.Should().Equal("a", "[redacted]", "[redacted]", "[redacted]", "b c", "[redacted]");
    }

    [Fact]
    public void Structure_IsSearchedAtEveryDepth()
    {
        var node = new JsonObject { ["a"] = "very-secret", ["b"] = new JsonArray("x", new JsonObject { ["c"] = "\u001b[1mvery-secret", ["n"] = 1 }), ["d"] = null };

        _sanitizer.Structure(node);

        node.ToJsonString().Should().Be("""{"a":"[redacted]","b":["x",{"c":"[redacted]","n":1}],"d":null}""");
    }
}
