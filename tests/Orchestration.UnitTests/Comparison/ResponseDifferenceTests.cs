using AgentSandbox.Orchestration.Comparison;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Orchestration.UnitTests.Comparison;

public sealed class ResponseDifferenceTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[1,2]}""", """{ "b": [1, 2], "a": 1.0 }""", "")]
    [InlineData("""{"a":1}""", """{"a":2}""", "$.a: 1 → 2")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "$.a: 1 → \"1\"")]
    [InlineData("""{"a":1}""", """{"b":1}""", "$.a: 1 → (absent)|$.b: (absent) → 1")]
    [InlineData("""[1,2,3]""", """[1,5]""", "$[1]: 2 → 5|$[2]: 3 → (absent)")]
    [InlineData("""{"a":null}""", """{}""", "$.a: null → (absent)")]
    [InlineData("""{"a":{"b":[{"c":1}]}}""", """{"a":{"b":[{"c":2}]}}""", "$.a.b[0].c: 1 → 2")]
    [InlineData("one\ntwo", "one\ntwo", "")]
    [InlineData("one\ntwo", "one\nthree", "body[2]: \"two\" → \"three\"")]
    [InlineData("one", "one\ntwo", "body[2]: (absent) → \"two\"")]
    [InlineData("{}", "oops", "body: \"JSON: {}\" → \"text: oops\"")]
    [InlineData("", "x", "body: \"no body\" → \"text: x\"")]
    public void Bodies_AreComparedByMeaning(string before, string after, string expected) =>
        string.Join("|", Between(Response(before), Response(after))).Should().Be(expected);

    [Fact]
    public void StatusAndType_AreNamed() =>
        Between(Response("x"), Response("x", 202, "text/html")).Should().Equal("status: 200 → 202", "headers.content-type: (absent) → \"text/html\"");

    [Fact]
    public void HalfASurrogatePair_IsComparedAsText() =>
        Between(Response("""{"\ud800":1,"a":"\ud800"}"""), Response("""{"a":"\udc00"}""")).Should().ContainSingle().Which.Should().StartWith("body[1]");

    [Fact]
    public void HalfASurrogatePairInAName_IsComparedAsText() =>
        Between(Response("""{"\ud800":1}"""), Response("""{"\ud800":2}""")).Should().ContainSingle().Which.Should().StartWith("body[1]");

    [Fact]
    public void ManyDifferences_AreCut()
    {
        var lines = Between(Response($"[{string.Join(",", Enumerable.Repeat(1, 500))}]"), Response($"[{string.Join(",", Enumerable.Repeat(2, 500))}]"));

        lines.Should().HaveCount(21);
        lines[^1].Should().Be("… and 480 more");
    }

    [Fact]
    public void LongValues_AreCut() =>
        Between(Response($"\"{new string('a', 5000)}\""), Response("1"))[0].Length.Should().BeLessThan(200);

    [Fact]
    public void VeryDeepJson_IsStillDifferent() =>
        Between(Response(new string('[', 200) + 1 + new string(']', 200)), Response(new string('[', 200) + 2 + new string(']', 200))).Should().NotBeEmpty();

    [Fact]
    public void TruncatedBodies_AreNotComparedInPart() =>
        Between(Response("abc") with { IsTruncated = true }, Response("abd")).Should().ContainSingle().Which.Should().Contain("max_body_bytes");

    [Theory]
    [InlineData(0, 0, "")]
    [InlineData(10, 12, "body: \"10 bytes\" → \"12 bytes\"")]
    [InlineData(1, 1, "body: 1 bytes each, not compared since no text was read")]
    [InlineData(10, 10, "body: 10 bytes each, not compared since no text was read")]
    public void BodiesThatAreNoText_AreNotCalledEqual(long before, long after, string expected) =>
        string.Join("|", Between(Response("") with { BodyBytes = before }, Response("") with { BodyBytes = after })).Should().Be(expected);

    [Fact]
    public void Secrets_AreReplacedBeforeAnythingIsCut()
    {
        var secret = new string('s', 30);
        var lines = ResponseDifference.Between(Response($"[\"{new string('a', 105)}{secret}\"]"), Response("[1]"), text => text.Replace(secret, "[redacted]", StringComparison.Ordinal));

        lines.Should().ContainSingle().Which.Should().Contain("[redacted]").And.NotContain("sss");
    }

    private static IReadOnlyList<string> Between(ObservedResponse baseline, ObservedResponse sandbox) => ResponseDifference.Between(baseline, sandbox, text => text);

    private static ObservedResponse Response(string body, int status = 200, string? type = null) => new()
    {
        Status = status,
        Headers = type is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["content-type"] = type },
        Body = body,
        BodyBytes = body.Length,
        IsTruncated = false,
        Duration = TimeSpan.Zero,
    };
}
