using System.Diagnostics;
using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Expectations;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Expectations;

public sealed class ExpectationEvaluatorTests
{
    [Theory]
    [InlineData("1", MatcherKind.Is, "1.0", true)]
    [InlineData("1e2", MatcherKind.Is, "100", true)]
    [InlineData("0.1", MatcherKind.Is, "1e-1", true)]
    [InlineData("-0.0", MatcherKind.Is, "0", true)]
    [InlineData("9007199254740993", MatcherKind.Is, "9007199254740992", false)]
    [InlineData("123456789012345678901234567890.1234567890123", MatcherKind.Is, "123456789012345678901234567890.1234567890124", false)]
    [InlineData("1e999999999999999999999", MatcherKind.Above, "1e400", true)]
    [InlineData("\"1\"", MatcherKind.Is, "1", false)]
    [InlineData("\"2024-01-02T03:04:05+00:00\"", MatcherKind.Is, "\"2024-01-02T03:04:05+00:00\"", true)]
    [InlineData("\"2024-01-02T03:04:05Z\"", MatcherKind.Is, "\"2024-01-02T03:04:05+00:00\"", false)]
    [InlineData("""{"a":1,"b":[1,null]}""", MatcherKind.Is, """{"b":[1.0,null],"a":1}""", true)]
    [InlineData("""{"a":1,"a":2}""", MatcherKind.Is, """{"a":2}""", true)]
    [InlineData("[1,2]", MatcherKind.Is, "[2,1]", false)]
    [InlineData("1", MatcherKind.Not, "1.0", false)]
    [InlineData("1", MatcherKind.Not, "\"1\"", true)]
    [InlineData("\"b\"", MatcherKind.OneOf, """["a","b"]""", true)]
    [InlineData("\"c\"", MatcherKind.OneOf, """["a","b"]""", false)]
    [InlineData("\"c\"", MatcherKind.OneOf, "\"c\"", false)]
    [InlineData("10", MatcherKind.AtLeast, "10.0", true)]
    [InlineData("9.99", MatcherKind.AtLeast, "10", false)]
    [InlineData("-2", MatcherKind.AtMost, "-1", true)]
    [InlineData("10", MatcherKind.Above, "10", false)]
    [InlineData("10.000000000000000000000001", MatcherKind.Above, "10", true)]
    [InlineData("9", MatcherKind.Below, "10", true)]
    [InlineData("\"9\"", MatcherKind.Below, "10", false)]
    [InlineData("9", MatcherKind.Below, "\"10\"", true)]
    [InlineData("9", MatcherKind.Below, "\"ten\"", false)]
    [InlineData("\"abc-123\"", MatcherKind.Matches, "\"^abc-\\\\d+$\"", true)]
    [InlineData("\"abd\"", MatcherKind.Matches, "\"^abc\"", false)]
    [InlineData("\"aa\"", MatcherKind.Matches, "\"(a)\\\\1\"", false)]
    [InlineData("1", MatcherKind.Type, "\"integer\"", true)]
    [InlineData("1.0", MatcherKind.Type, "\"integer\"", true)]
    [InlineData("1.5", MatcherKind.Type, "\"integer\"", false)]
    [InlineData("1", MatcherKind.Type, "\"number\"", true)]
    [InlineData("null", MatcherKind.Type, "\"null\"", true)]
    [InlineData("null", MatcherKind.Type, """["string","null"]""", true)]
    [InlineData("\"x\"", MatcherKind.Type, "\"strin\"", false)]
    [InlineData("\"a😀\"", MatcherKind.Length, "2", true)]
    [InlineData("[1,2,3]", MatcherKind.Length, """{"at_least":2,"at_most":3}""", true)]
    [InlineData("[1,2,3]", MatcherKind.Length, """{"atLeast":4}""", false)]
    [InlineData("[1,2,3]", MatcherKind.Length, """{"least":1}""", false)]
    [InlineData("7", MatcherKind.Length, "1", false)]
    [InlineData("\"hello\"", MatcherKind.Contains, "\"ell\"", true)]
    [InlineData("\"hello\"", MatcherKind.Contains, "\"ELL\"", false)]
    [InlineData("[1,2]", MatcherKind.Contains, "2.0", true)]
    [InlineData("[1,2]", MatcherKind.Contains, "3", false)]
    [InlineData("5", MatcherKind.Contains, "5", false)]
    [InlineData("""{"a":{"b":1,"c":2},"d":3}""", MatcherKind.Includes, """{"a":{"b":1}}""", true)]
    [InlineData("""{"a":{"b":2}}""", MatcherKind.Includes, """{"a":{"b":1}}""", false)]
    [InlineData("""{"a":null}""", MatcherKind.Includes, """{"b":null}""", false)]
    [InlineData("""[{"id":1,"x":1},{"id":2}]""", MatcherKind.Includes, """[{"id":2},{"id":1}]""", true)]
    [InlineData("[1,2]", MatcherKind.Includes, "[1,1]", false)]
    [InlineData("""[{"a":1,"b":1},{"a":1}]""", MatcherKind.Includes, """[{"a":1},{"a":1,"b":1}]""", true)]
    [InlineData("""{"a":1}""", MatcherKind.SubsetOf, """{"a":1,"b":2}""", true)]
    [InlineData("""{"a":1,"c":3}""", MatcherKind.SubsetOf, """{"a":1,"b":2}""", false)]
    [InlineData("[1,3]", MatcherKind.SubsetOf, "[1,2]", false)]
    [InlineData("5", MatcherKind.Absent, "true", false)]
    [InlineData("5", MatcherKind.Absent, "false", true)]
    public void Value_SatisfiesClaimOrNot(string found, MatcherKind kind, string operand, bool holds)
    {
        Evaluate($$"""{"v":{{found}}}""", "$.v", kind, operand).Should().HaveCount(holds ? 0 : 1);
    }

    [Theory]
    [InlineData(MatcherKind.Not, "1")]
    [InlineData(MatcherKind.Is, "null")]
    [InlineData(MatcherKind.Type, "\"null\"")]
    [InlineData(MatcherKind.SubsetOf, "{}")]
    [InlineData(MatcherKind.Schema, "{}")]
    [InlineData(MatcherKind.Length, "0")]
    [InlineData(MatcherKind.Absent, "false")]
    public void NothingAtThePath_SatisfiesOnlyAbsent(MatcherKind kind, string operand)
    {
        Evaluate("""{"v":1}""", "$.w", kind, operand).Should().ContainSingle().Which.Found.Should().Be("nothing");
        Evaluate("""{"v":1}""", "$.w", MatcherKind.Absent, "true").Should().BeEmpty();
    }

    [Fact]
    public void SeveralValues_EachHasToHold()
    {
        var failures = Evaluate("""{"items":[{"price":1},{"price":-1},{"price":-2}]}""", "$.items[*].price", MatcherKind.AtLeast, "0");

        failures.Select(failure => failure.ToString()).Should().Equal(
            "$.items[*].price ($.items[1].price): expected a number of at least 0, found -1",
            "$.items[*].price ($.items[2].price): expected a number of at least 0, found -2");
    }

    [Fact]
    public void Includes_NamesEveryMissingPart()
    {
        var failures = Evaluate("""{"v":{"a":1,"b":{"c":2},"d":[1]}}""", "$.v", MatcherKind.Includes, """{"a":2,"b":{"c":2,"e":3},"d":[9]}""");

        failures.Select(failure => failure.ToString()).Should().Equal(
            "$.v ($.v.a): expected to include 2, found 1",
            "$.v ($.v.b.e): expected to include 3, found nothing",
            "$.v ($.v.d[0]): expected to include 9, found nothing");
    }

    [Fact]
    public void BadPath_IsAFailure() =>
        Evaluate("{}", "$.a[?(", MatcherKind.Absent, "true").Should().ContainSingle().Which.Expected.Should().Contain("JSONPath");

    [Fact]
    public void PatternThatWouldBacktrack_EndsAtOnce()
    {
        var clock = Stopwatch.StartNew();
        var text = JsonSerializer.Serialize(new { v = new string('a', 100_000) + "!" });

        Evaluate(text, "$.v", MatcherKind.Matches, "\"^(a+)+$\"").Should().ContainSingle();
        Evaluate(text, "$.v", MatcherKind.Schema, """{"pattern":"^(a+)+$"}""").Should().ContainSingle();
        Evaluate($"[{text}]", "$[?(@.v =~ /^(a+)+$/)]", MatcherKind.Absent, "true").Should().ContainSingle().Which.Found.Should().Contain("longer than one second");

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void ManyFailures_AreBounded() =>
        Evaluate(JsonSerializer.Serialize(new { v = Enumerable.Range(0, 5000) }), "$.v[*]", MatcherKind.Below, "0").Should().HaveCount(101);

    [Fact]
    public void FoundValues_AreRedactedBeforeTheyAreCut()
    {
        var document = Document(JsonSerializer.Serialize(new { v = new string('x', 195) + "secret-token" }));

        var failures = ExpectationEvaluator.Evaluate(document, [Claim("$.v", MatcherKind.Is, "1")], operand => operand, text => text.Replace("secret-token", "***", StringComparison.Ordinal));

        failures.Single().Found.Should().NotContain("sec").And.Contain("***");
    }

    [Fact]
    public void OperandWithoutValue_IsAFailureThatNamesIt()
    {
        var failure = new SandboxFailure { Code = FailureCodes.ValueMissing, Category = FailureCategory.User, Message = "'steps.a.b' has no value.", Hint = "" };

        ExpectationEvaluator.Evaluate(Document("""{"v":1}"""), [Claim("$.v", MatcherKind.Not, "1")], _ => failure, text => text)
            .Should().ContainSingle().Which.Found.Should().Be("'steps.a.b' has no value.");
    }

    private static IReadOnlyList<ClaimFailure> Evaluate(string document, string path, MatcherKind kind, string operand) =>
        ExpectationEvaluator.Evaluate(Document(document), [Claim(path, kind, operand)], value => value, text => text);

    private static Expectation Claim(string path, MatcherKind kind, string operand) => new() { Path = path, Label = path, Matchers = [new Matcher(kind, Document(operand))] };

    private static JsonElement Document(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
