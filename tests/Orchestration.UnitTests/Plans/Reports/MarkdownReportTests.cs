using System.Net;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Plans.Reports;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reports;

public sealed partial class MarkdownReportTests
{
    public static TheoryData<string> HostileTexts =>
    [
        SampleRun.Hostile,
        "@team", "a@b.example", "#12", "GH-12", "https://evil.invalid", "www.evil.invalid", "ftp://x.y", "mailto:a@b.c",
        "<img src=x>", "<!-- ", "</details></summary>", "&lt;b&gt;", "**b** _i_ ~~s~~", "![i](//x)", "[x][y]", "| a | b |", "a\\|b", "\\`x`", "`", "``", "```\n# h", "a\r# h", "a\u2028# h", "1. x", "1) x", "- x", "+ x", "> x", "# x", "===", "---", "~~~", "$x$", ":tada:",
    ];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void UntrustedText_StaysInItsPlace(string hostile)
    {
        var calm = MarkdownReport.Write(RunOf("calm"));
        var report = MarkdownReport.Write(RunOf(hostile));

        // What is left without code is what a reader parses: it has the structure of a report of calm text.
        Structure(report).Should().Be(Structure(calm));
        WebUtility.HtmlDecode(WithoutCode(report)).Should().NotMatchRegex(@"@\w|#\d|GH-\d|://|www\.\w|mailto:\w|:[a-z]+:|\$\w");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "`a`")]
    [InlineData("a`b", "``a`b``")]
    [InlineData("`", "`` ` ``")]
    [InlineData("a``b`", "``` a``b` ```")]
    [InlineData("a|b\\|", "`a¦b\\¦`")]
    [InlineData("a\n\nb", "`a b`")]
    public void Code_CannotBeEndedByItsText(string text, string expected) => MarkdownText.Code(text, 100).Should().Be(expected);

    [Theory]
    [InlineData("All 5 steps passed, well-known.", "All 5 steps passed, well-known.")]
    [InlineData("at 1.5: <b>", "at 1.5: &#60;b&#62;")]
    [InlineData("1. x", "1&#46; x")]
    [InlineData("- x", "&#45; x")]
    [InlineData("@a", "&#64;\u2060a")]
    [InlineData("a|b", "a&#124;b")]
    [InlineData("`", "&#96;")]
    [InlineData("WWW.a.b", "WWW.\u2060a.b")]
    [InlineData("12) x", "12&#41; x")]
    public void Prose_IsReadAsWritten(string text, string expected) => MarkdownText.Prose(text, 100).Should().Be(expected);

    [Fact]
    public void Block_HasALongerFenceThanItsLines()
    {
        MarkdownText.Block(["a", "````", "b"]).Should().Be("`````text\na\n````\nb\n`````");
    }

    [Fact]
    public void ThousandSteps_FitAComment()
    {
        var steps = Enumerable.Range(0, 1000).Select(i => SampleSteps.HostileStep() with { Id = $"s{i}", State = i == 999 ? StepState.Failed : StepState.Passed }).ToList();

        var report = MarkdownReport.Write(SampleRun.Running(steps));

        report.Length.Should().BeLessThanOrEqualTo(MarkdownReport.MaxLength);
        report.Should().Contain("| ❌ | `s999` |", "what failed is kept").And.MatchRegex(@"… and \d+ more steps\.").And.MatchRegex(@"The details of \d+ steps are left out");
    }

    [Fact]
    public void ManySteps_WithLongText_FitAComment()
    {
        var symbols = new string('<', 5000);
        var steps = Enumerable.Range(0, 100).Select(i => SampleSteps.HostileStep() with { Id = symbols, Kind = symbols, Title = symbols, Summary = symbols, Inputs = symbols }).ToList();

        MarkdownReport.Write(SampleRun.Running(steps) with { Plan = symbols, Owner = symbols }).Length.Should().BeLessThanOrEqualTo(65_536);
    }

    private static RunRecord RunOf(string text) => SampleRun.Judged(
        [
            SampleSteps.Lost() with
            {
                Id = text, Title = text, Summary = text, Inputs = text, Kind = text,
                Failures = [new ClaimFailure(text, text, text)],
                Evidence = [new Evidence { Kind = EvidenceKind.Text, Title = text, Weight = 95, Lines = [text] }],
            },
        ],
        new()) with
    { Plan = text, Owner = text, Sandbox = text, BaselineCommit = text, Forks = [new PinnedFork(text, 1, text, text, false)] };

    private static string WithoutCode(string report) => Span().Replace(Fence().Replace(report, "CODE"), "CODE");

    /// <summary>The characters that make structure, without the words between them.</summary>
    private static string Structure(string report) =>
        string.Join('\n', Entity().Replace(WithoutCode(report), "").Split('\n').Select(line => string.Concat(line.Where(c => "#|*<>`[]!~=\\$&_".Contains(c, StringComparison.Ordinal)))));

    [GeneratedRegex("&#\\d+;")]
    private static partial Regex Entity();

    [GeneratedRegex("^(`{3,})text\n.*?\n\\1$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("(?<!`)(`+)(?!`)[^\n]*?(?<!`)\\1(?!`)|<code>[^<]*</code>")]
    private static partial Regex Span();
}
