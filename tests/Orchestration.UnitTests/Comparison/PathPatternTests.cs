using AgentSandbox.Orchestration.Comparison.Paths;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using static AgentSandbox.Orchestration.UnitTests.Comparison.Answers;

namespace AgentSandbox.Orchestration.UnitTests.Comparison;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("$.a", true)]
    [InlineData("a", true)]
    [InlineData("$.a.b", true)]
    [InlineData("$.a.b[*].c", true)]
    [InlineData("$.a.b[1].c", true)]
    [InlineData("$.a.b[0].c", false)]
    [InlineData("$.a.*[1]", true)]
    [InlineData("$['a'][\"b\"]", true)]
    [InlineData("$..c", true)]
    [InlineData("$..b..c", true)]
    [InlineData("$..b[1]", true)]
    [InlineData("$..[1].c", true)]
    [InlineData("$..x", false)]
    [InlineData("$.a.b[1].c.d", false)]
    [InlineData("$.A", false)]
    [InlineData("$", true)]
    [InlineData("body", true)]
    [InlineData("body.a", true)]
    [InlineData("status", false)]
    [InlineData("headers.a", false)]
    public void Covers_WhatItNamesAndBelow(string pattern, bool expected)
    {
        PathPatternReader.TryRead(pattern, out var read, out var problem).Should().BeTrue(problem);

        read!.Covers(DocumentPath.Root("$").Member("a").Member("b").Element(1).Member("c")).Should().Be(expected);
    }

    [Theory]
    [InlineData("headers.ETag", true)]
    [InlineData("headers.*", true)]
    [InlineData("headers", true)]
    [InlineData("headers.e", false)]
    [InlineData("$.etag", false)]
    public void Headers_AreNamedWithoutCase(string pattern, bool expected)
    {
        PathPatternReader.TryRead(pattern, out var read, out _).Should().BeTrue();

        read!.Covers(DocumentPath.Root("headers").Member("etag")).Should().Be(expected);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("$.", "a name is missing")]
    [InlineData("$..", "names nothing")]
    [InlineData("$.a[", "not closed")]
    [InlineData("$.a['b", "not closed")]
    [InlineData("$.a['b'x]", "not closed")]
    [InlineData("$.a['b'x']", "not closed")]
    [InlineData("$.a[?(@.b==1)]", "not understood")]
    [InlineData("$.a[-1]", "not understood")]
    [InlineData("$.a[1]b", "neither")]
    [InlineData("$.a...b", "a name is missing")]
    public void BrokenPatterns_AreNamed(string pattern, string expected) => PathPatternReader.Problem(pattern).Should().Contain(expected);

    [Fact]
    public void TooLongPatterns_AreRefused() => PathPatternReader.Problem("$." + new string('a', 2000)).Should().Contain("longer than");

    [Fact]
    public void QuotedNames_MayHaveQuotes()
    {
        PathPatternReader.TryRead("""$['it\'s']""", out var read, out _).Should().BeTrue();

        read!.Covers(DocumentPath.Root("$").Member("it's")).Should().BeTrue();
    }

    [Fact]
    public void ManyDescents_AreFast()
    {
        var path = Enumerable.Range(0, 60).Aggregate(DocumentPath.Root("$"), (parent, _) => parent.Member("a"));
        PathPatternReader.TryRead("$" + string.Concat(Enumerable.Repeat("..a", 40)) + "..b", out var read, out _).Should().BeTrue();

        read!.Covers(path).Should().BeFalse();
    }

    [Fact]
    public void IgnoredPaths_AreShownAndDoNotCount() =>
        Labels(Of("""{"a":{"b":"1"},"c":2}"""), new ComparisonRules { Ignore = ["$.a"] }, Of("""{"a":{"b":1},"c":1}""")).Should().Be("changed $.c | ignored $.a.b");

    [Theory]
    [InlineData("body[2]", "ignored body[*] | changed body[3]")]
    [InlineData("body[*]", "ignored body[*]")]
    [InlineData("$[1]", "changed body[2] | changed body[3]")]
    public void LinesAreIgnored_ByThePathThatIsShown(string pattern, string expected) =>
        Sorted(Labels(Of("a\nx\ny", 200, "text/plain"), new ComparisonRules { Ignore = [pattern] }, Of("a\nb\nc", 200, "text/plain"))).Should().Be(Sorted(expected));

    [Fact]
    public void AllowedPaths_AreShownAndDoNotFail()
    {
        var rules = new ComparisonRules { Allow = ["status", "$.a"] };
        var result = Compare(Of("""{}""", 201), rules, Of("""{"a":1}"""));

        result.Failing(rules.FailOn).Should().BeEmpty();
        result.Differences.Select(difference => difference.Label).Should().Equal("allowed", "allowed");
    }

    [Fact]
    public void IgnoreOrder_MakesListsSets()
    {
        var rules = new ComparisonRules { IgnoreOrder = true };

        Labels(Of("""[[1],{"b":2,"a":1},3,3]"""), rules, Of("""[{"a":1,"b":2},3,[1],3]""")).Should().BeEmpty();
        Labels(Of("""[{"v":1},{"v":3}]"""), rules, Of("""[{"v":2},{"v":1}]""")).Should().Be("changed $[1].v");
        Labels(Of("""["b","a"]"""), rules, Of("""["a","b"]""")).Should().BeEmpty();
        Labels(Of("[1]"), rules, Of("[3,2,1]")).Should().Be("changed $[0] | changed $[1]");
    }

    [Theory]
    [InlineData("$.a", false)]
    [InlineData("$.x.b", false)]
    [InlineData("$.b", false)]
    [InlineData("$..b", true)]
    [InlineData("  $.x.a  ", true)]
    public void Levels_AreLeftOutByDescentAlone(string pattern, bool expected)
    {
        PathPatternReader.TryRead(pattern, out var read, out _).Should().BeTrue();

        read!.Covers(DocumentPath.Root(DocumentPath.Body).Member("x").Member("a").Member("b")).Should().Be(expected);
    }

    [Fact]
    public void Body_CoversDocumentsAndLines()
    {
        PathPatternReader.TryRead("body", out var body, out _).Should().BeTrue();

        body!.Covers(DocumentPath.Root(DocumentPath.Body).Member("a")).Should().BeTrue();
        body.Covers(DocumentPath.Root(DocumentPath.Lines).Element(3)).Should().BeTrue();
        body.Covers(DocumentPath.Root(DocumentPath.Headers).Member("a")).Should().BeFalse();
    }

    [Theory]
    [InlineData("$['a", "the '['' at character 1 is not closed")]
    [InlineData("$['a'", "the '['' at character 1 is not closed")]
    [InlineData("$['a\\", "the '['' at character 1 is not closed")]
    [InlineData("$['", "the '['' at character 1 is not closed")]
    [InlineData("$[", "the '[' at character 1 is not closed")]
    public void OpenBrackets_AreNamed(string pattern, string expected) => PathPatternReader.Problem(pattern).Should().Be(expected);

    [Theory]
    [InlineData(PathPatternReader.MaxLength, true)]
    [InlineData(PathPatternReader.MaxLength + 1, false)]
    public void LongestPattern_IsRead(int length, bool expected) => (PathPatternReader.Problem(new string('a', length)) is null).Should().Be(expected);

    private static string Sorted(string labels) => string.Join(" | ", labels.Split(" | ").Order(StringComparer.Ordinal));
}
