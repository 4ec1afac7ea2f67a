using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Orchestration.Recording.Har;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Router.Hops;
using AgentSandbox.Router.Recording;

namespace AgentSandbox.Orchestration.UnitTests.Recording;

public sealed class HarWriterTests
{
    private const string Known = "hunter2-is-known";

    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Entry_HasWhatReadersOfHarExpect_AndWhoAnswered()
    {
        var entry = Write(Exchange("/quote?qty=2", """{"fee":1}"""));

        entry.GetProperty("startedDateTime").GetString().Should().StartWith("2026-01-02T03:04:05.000");
        entry.GetProperty("time").GetDouble().Should().Be(12);
        entry.GetProperty("request").GetProperty("url").GetString().Should().Be("http://orders/quote?qty=2");
        entry.GetProperty("request").GetProperty("queryString")[0].GetProperty("value").GetString().Should().Be("2");
        entry.GetProperty("request").GetProperty("cookies").GetArrayLength().Should().Be(0);
        entry.GetProperty("response").GetProperty("content").GetProperty("text").GetString().Should().Be("""{"fee":1}""");
        entry.GetProperty("timings").GetProperty("wait").GetDouble().Should().Be(10);
        entry.GetProperty("_service").GetString().Should().Be("orders");
        entry.GetProperty("_answeredBy").GetString().Should().Be("fork");
        entry.GetProperty("_revision").GetInt32().Should().Be(3);
    }

    [Theory]
    [InlineData("application/json", """{"password":"s3cr3t-value"}""")]
    [InlineData("application/json", """{"user":{"credentials":{"a":"s3cr3t-value","b":["s3cr3t-value"]}}}""")]
    [InlineData("application/json", """{"pin":1234567,"text":"s3cr3t"}""")]
    [InlineData("application/json", """{"a":{"b":{"api_key":"s3cr3t-value"}},"a":{"password":"s3cr3t-value"}}""")]
    [InlineData("application/json", """{"cut":{"deep":[{"password":"s3cr3t-value""")]
    [InlineData("application/json", """{"cut":{"secret":{"x":"s3cr3t-value","y":""")]
    [InlineData("application/x-ndjson", "{\"a\":1}\n{\"token\":\"s3cr3t-value\"}")]
    [InlineData("application/x-www-form-urlencoded", "user=ada&password=s3cr3t-value&x=1")]
    [InlineData("application/x-www-form-urlencoded", "user=ada&pass%77ord=s3cr3t-value")]
    [InlineData("application/xml", "<login><user>ada</user><ns:password type='x'>s3cr3t-value</ns:password></login>")]
    [InlineData("text/plain", "the password=s3cr3t-value of ada")]
    [InlineData("text/plain", "hunter2-is-known")]
    [InlineData("application/json", """{"text":"say hunter2-is-known"}""")]
    [InlineData("", "Authorization: Bearer s3cr3t-value")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\ncontent-disposition: form-data; name=\"password\"\r\n\r\ns3cr3t-value\r\n--x--")]
    [InlineData("application/octet-stream", "s3cr3t-value")]
    public void SecretInABody_IsNotInTheFile(string type, string body)
    {
        var exchange = Exchange("/", body) with { ResponseHeaders = Headers(("content-type", type)) };

        var text = WriteText(exchange with { RequestBody = Body(body), RequestHeaders = Headers(("content-type", type)) });

        text.Should().NotContain("s3cr3t-value").And.NotContain(Known).And.NotContain("1234567");
    }

    [Theory]
    [InlineData("authorization", "Bearer s3cr3t-value")]
    [InlineData("Cookie", "a=s3cr3t-value")]
    [InlineData("Set-Cookie", "session=s3cr3t-value; Path=/")]
    [InlineData("x-api-key", "s3cr3t-value")]
    [InlineData("x-session", "s3cr3t-value")]
    [InlineData("Referer", "http://shop/?access_token=s3cr3t-value")]
    [InlineData("Location", "/next?sig=s3cr3t-value")]
    [InlineData("x-note", "hunter2-is-known")]
    public void SecretInAHeader_IsNotInTheFile(string name, string value)
    {
        var text = WriteText(Exchange("/", "ok") with { RequestHeaders = Headers((name, value)), ResponseHeaders = Headers((name, value)) });

        text.Should().NotContain("s3cr3t-value").And.NotContain(Known);
    }

    [Theory]
    [InlineData("/a?token=s3cr3t-value&page=2")]
    [InlineData("/a?page=2&X-Amz-Signature=s3cr3t-value")]
    [InlineData("/a?q=hunter2-is-known")]
    [InlineData("/a/hunter2-is-known?page=2")]
    [InlineData("/a?q=password%3Ds3cr3t-value")]
    public void SecretInAnAddress_IsNotInTheFile(string target)
    {
        var text = WriteText(Exchange(target, "ok"));

        text.Should().NotContain("s3cr3t-value").And.NotContain(Known).And.Contain("/a");
    }

    [Fact]
    public void PackedBody_IsUnpackedSoThatItCanBeRedacted()
    {
        var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            zip.Write("""{"password":"s3cr3t-value","open":"yes"}"""u8);
        }

        var entry = Write(Exchange("/", "") with
        {
            ResponseHeaders = Headers(("content-type", "application/json"), ("content-encoding", "gzip")),
            ResponseBody = new RecordedBody(packed.ToArray(), packed.ToArray().Length),
        });

        entry.GetProperty("response").GetProperty("content").GetProperty("text").GetString().Should().Be("""{"password":"[redacted]","open":"yes"}""");
    }

    [Fact]
    public void CutBody_IsMarked_AndLosesItsRaggedEnd()
    {
        var body = new string('a', 2000) + Known[..10];
        var entry = Write(Exchange("/", "") with
        {
            ResponseHeaders = Headers(("content-type", "text/plain")),
            ResponseBody = new RecordedBody(Encoding.UTF8.GetBytes(body), 100_000),
        });

        var content = entry.GetProperty("response").GetProperty("content");
        content.GetProperty("_truncated").GetBoolean().Should().BeTrue();
        content.GetProperty("size").GetInt32().Should().Be(100_000);
        content.GetProperty("text").GetString().Should().StartWith("aaa").And.NotContain("hunter2");
    }

    [Fact]
    public void RoutingHeaders_AreLeftOut()
    {
        var text = WriteText(Exchange("/", "ok") with { RequestHeaders = Headers(("baggage", "sandbox=pr-1"), ("x-sandbox-key", "pr-1"), ("traceparent", "00-1-2-01"), ("accept", "text/html")) });

        text.Should().NotContain("pr-1").And.NotContain("traceparent").And.Contain("text/html");
    }

    private static List<KeyValuePair<string, string>> Headers(params (string Name, string Value)[] headers) => [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))];

    private static RecordedBody Body(string text) => new(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetByteCount(text));

    private static RecordedExchange Exchange(string target, string body) => new()
    {
        Start = s_start,
        Duration = TimeSpan.FromMilliseconds(12),
        FirstByte = TimeSpan.FromMilliseconds(10),
        Service = "orders",
        Method = "GET",
        Target = target,
        Protocol = "HTTP/1.1",
        RequestHeaders = [],
        RequestBody = RecordedBody.Empty,
        Status = 200,
        ResponseHeaders = Headers(("content-type", "application/json")),
        ResponseBody = Body(body),
        AnsweredBy = HopAnswer.Fork,
        Revision = 3,
    };

    private static string WriteText(RecordedExchange exchange)
    {
        var secrets = new SecretValues();
        secrets.Add([Known]);
        var status = new RecordingStatus
        {
            Spec = new RecordingSpec { Services = ["orders"], MaxRequests = 1, MaxBytes = 1, MaxTime = TimeSpan.FromSeconds(1), Owner = "ada" },
            StartedAt = s_start,
            Requests = new Dictionary<string, int>(),
            Bytes = 0,
            EndReason = "somebody stopped it",
        };
        using var output = new MemoryStream();
        var writer = new HarWriter(new Redactor(secrets));
        writer.Write(output, status, [writer.Redact(exchange)]);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static JsonElement Write(RecordedExchange exchange)
    {
        var log = JsonDocument.Parse(WriteText(exchange)).RootElement.GetProperty("log");
        log.GetProperty("version").GetString().Should().Be("1.2");
        log.GetProperty("creator").GetProperty("name").GetString().Should().Be("AgentSandbox");
        return log.GetProperty("entries")[0];
    }
}
