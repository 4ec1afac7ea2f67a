using System.Text;
using AgentSandbox.Orchestration.Plans.Steps.Replaying;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Comparing;

public sealed class HarReaderTests
{
    [Fact]
    public void Entries_AreReadWithTheirAnswers()
    {
        var entry = Parse("""
            {"log":{"version":"1.2","creator":{"name":"x"},"entries":[{"_service":"orders","request":{"method":"post","url":"/a?b=1","headers":[{"name":"X-A","value":"1"},{"name":"x-a","value":"2"}],"postData":{"text":"{}"}},
            "response":{"status":201,"headers":[{"name":"Content-Type","value":"application/json"}],"content":{"text":"{\"a\":1}"}}}],"pages":[]}}
            """).Should().ContainSingle().Subject;

        entry.Should().BeEquivalentTo(new { Service = "orders", Method = "POST", Path = "/a?b=1", Body = "{}" });
        entry.Headers.Should().Contain("x-a", "1, 2");
        entry.Response.Should().BeEquivalentTo(new { Status = 201, Body = """{"a":1}""", IsTruncated = false });
    }

    [Theory]
    [InlineData("""{"text":"aGVsbG8=","encoding":"base64"}""", "hello", false)]
    [InlineData("""{"text":"AAEC","encoding":"base64"}""", "", false)]
    [InlineData("""{"text":"abc","_truncated":true}""", "abc", true)]
    [InlineData("""{"size":7}""", "", true)]
    [InlineData("""{"size":0}""", "", false)]
    public void Contents_AreDecoded(string content, string body, bool truncated) =>
        Parse($$$"""{"log":{"entries":[{"_service":"a","request":{"url":"http://x/y?z"},"response":{"status":200,"content":{{{content}}}}}]}}""")[0]
            .Should().BeEquivalentTo(new { Path = "/y?z", Method = "GET", Response = new { Body = body, IsTruncated = truncated } });

    [Theory]
    [InlineData("", "not a HAR file")]
    [InlineData("[]", "not a HAR file")]
    [InlineData("{}", "log.entries")]
    [InlineData("""{"log":{}}""", "log.entries")]
    [InlineData("""{"log":{"entries":{}}}""", "not a list")]
    [InlineData("""{"log":{"entries":[""", "not a HAR file")]
    [InlineData("""{"log":{"entries":[{"request":{"url":"/"},"response":{}}]}}""", "_service")]
    [InlineData("""{"log":{"entries":[{"_service":"a","response":{}}]}}""", "'request'")]
    [InlineData("""{"log":{"entries":[{"_service":"a","request":{"url":"/"}}]}}""", "'response'")]
    [InlineData("""{"log":{"entries":[{"_service":"a","request":{"url":"/"},"response":{"content":{"text":"!","encoding":"base64"}}}]}}""", "not a HAR file")]
    public void BrokenFiles_SayWhatIsWrong(string text, string expected) =>
        FluentActions.Invoking(() => Parse(text)).Should().Throw<RecordingProblem>().Which.Message.Should().Contain(expected);

    [Fact]
    public void TooManyEntries_AreRefused()
    {
        var entry = """{"_service":"a","request":{"url":"/"},"response":{"status":200}}""";

        FluentActions.Invoking(() => Parse("""{"log":{"entries":[""" + string.Join(',', Enumerable.Repeat(entry, HarReader.MaxEntries + 1)) + "]}}"))
            .Should().Throw<RecordingProblem>().Which.Message.Should().Contain("more than 5000");
    }

    private static IReadOnlyList<RecordedExchange> Parse(string text) => HarReader.Parse(Encoding.UTF8.GetBytes(text));
}
