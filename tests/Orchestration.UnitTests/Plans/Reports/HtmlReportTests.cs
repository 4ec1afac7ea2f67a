using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using AgentSandbox.Orchestration.Plans.Reports.Html;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reports;

public sealed partial class HtmlReportTests
{
    private static readonly string[] s_elements =
    [
        "html", "head", "meta", "title", "style", "body", "a", "div", "header", "main", "nav", "section", "footer", "h1", "h2", "h3", "p", "b", "small", "span", "i", "code", "pre", "mark",
        "ol", "ul", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "figure", "figcaption", "svg", "path", "circle", "rect",
    ];

    private static readonly string[] s_attributes =
    [
        "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "style", "title", "open", "tabindex", "scope", "role", "viewBox", "preserveAspectRatio", "focusable", "d", "cx", "cy", "r", "x", "y", "rx", "width", "height",
        "aria-label", "aria-labelledby", "aria-hidden", "data-label",
    ];

    [Fact]
    public void Page_IsWellFormedAndHasNothingThatRunsOrLoads()
    {
        foreach (var page in Pages())
        {
            page.Descendants().Select(element => element.Name.LocalName).Distinct().Should().BeSubsetOf(s_elements);
            page.Descendants().Attributes().Select(attribute => attribute.Name.LocalName).Distinct().Should().BeSubsetOf(s_attributes);
            page.Descendants().Attributes("href").Should().OnlyContain(link => link.Value.StartsWith('#'), "the page leads nowhere else, and has one link at least");
            page.Descendants().Attributes("style").Select(style => style.Value).Where(style => !PlaceOnly().IsMatch(style)).Should().BeEmpty();
            page.Descendants("style").Single().Value.Should().NotContain("url(").And.NotContain("@import");
        }
    }

    [Fact]
    public void Policy_ForbidsEverythingButStyles()
    {
        var head = Page(SampleRun.Rich()).Descendants("head").Single();

        head.Elements("meta").Single(meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!.Value // an absent one fails here
            .Should().Be("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    }

    [Fact]
    public void HostileText_IsShownAsText()
    {
        var step = Page(SampleRun.Rich()).Descendants("details").Single(details => (string?)details.Attribute("id") == "step-7");

        step.Descendants("p").First().Value.Should().Be(
            "The answer said </code></pre><script>window.pwned=1</script><img src=x onerror=alert(1)> ``` @octocat #1 [x](javascript:alert(1)) ![i](https://evil.invalid/i.png) | a\\| red [U+202E]gnp.exe");
    }

    [Fact]
    public void LinksAndLabels_HaveTheirTargets()
    {
        var page = Page(SampleRun.Rich());
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();

        ids.Should().OnlyHaveUniqueItems();
        page.Descendants().Attributes("href").Select(link => link.Value[1..]).Should().BeSubsetOf(ids);
        page.Descendants().Attributes("aria-labelledby").Select(label => label.Value).Should().BeSubsetOf(ids);
    }

    [Theory]
    [InlineData("place-order", false)]
    [InlineData("refund-order", true)]
    [InlineData("load-list", true)]
    [InlineData("log-says-so", true)]
    [InlineData("notify", false)]
    public void Step_IsOpenWhereThereIsSomethingToSee(string id, bool isOpen)
    {
        var step = Page(SampleRun.Rich()).Descendants("details").Single(details => details.Attribute("id") is not null && details.Descendants("b").First().Value == id);

        (step.Attribute("open") is not null).Should().Be(isOpen);
    }

    [Fact]
    public void Hops_AreAPathThatShowsWhereTheKeyWasLost()
    {
        var path = Lists("path").ElementAt(1);

        path.Elements().Skip(1).Select(hop => $"{hop.Descendants("b").Single().Value} {hop.Attribute("class")?.Value}").Should().Equal("frontend hop baseline", "mailer hop baseline", "orders hop baseline nokey", "audit hop router nokey");
    }

    [Fact]
    public void Differences_AreSideBySideTheGravestFirst()
    {
        var rows = Page(SampleRun.Rich()).Descendants("table").First(table => HasClass(table, "diff")).Element("tbody")!.Elements().ToList(); // every table has one

        rows.Select(row => row.Attribute("class")?.Value).Should().Equal("c-breaking", "c-breaking", "c-breaking", "c-changed", "c-additive", "c-allowed", "c-noise", "c-noise");
        rows[1].Elements("td").Select(cell => cell.Value).Should().Equal("1180", "\"11.80\"");
        rows[2].Elements("td").Last().Value.Should().Be("absent");
        rows[3].Descendants("mark").Select(mark => mark.Value).Should().Equal("morrow", "day");
    }

    [Fact]
    public void Latencies_ArePlottedForBothSides()
    {
        var figure = Page(SampleRun.Rich()).Descendants("figure").First();

        figure.Descendants("path").Where(path => HasClass(path, "area")).Should().HaveCount(2).And.OnlyContain(path => path.Attribute("d")!.Value.Length > 100); // an absent one fails here
        figure.Descendants("tbody").Single().Elements().Select(row => string.Join(' ', row.Elements().Take(4).Select(cell => cell.Value)))
            .Should().Equal("p50 11.2 ms 13.1 ms × 1.17", "p90 19.1 ms 24.6 ms × 1.29", "p95 23.9 ms 31.4 ms × 1.31", "p99 49.7 ms 58.2 ms × 1.17");
    }

    private static IEnumerable<XElement> Lists(string name) => Page(SampleRun.Rich()).Descendants("ol").Where(list => HasClass(list, name));

    private static bool HasClass(XElement element, string name) => (element.Attribute("class")?.Value ?? "").Split(' ').Contains(name);

    private static IEnumerable<XElement> Pages() =>
    [
        Page(SampleRun.Rich()),
        Page(SampleRun.Passing()),
        Page(SampleRun.Running([])),
        Page(SampleRun.Judged([SampleSteps.Skipped()], new RunFacts()) with { Forks = [], BaselineCommit = null, EndedAt = SampleRun.Start }),
        Page(SampleRun.Running([SampleSteps.HostileStep() with { Id = SampleRun.Hostile, Kind = SampleRun.Hostile }]) with { Plan = SampleRun.Hostile, Purpose = SampleRun.Hostile, Owner = SampleRun.Hostile }),
        .. OddData(),
    ];

    /// <summary>Every kind of evidence with data of every wrong form.</summary>
    private static IEnumerable<XElement> OddData() =>
        from kind in Enum.GetValues<EvidenceKind>()
        from data in new[] { "null", "1", "\"\\ud800\"", "[]", "{}", "[[]]", "[{}]", """{"baseline":{"histogram":[{"upTo":5,"count":3}],"quantiles":{"p50":0}}}""", """{"sandbox":{"quantiles":[1],"intervals":{"p50":[9,1]},"histogram":[{}]},"thresholds":[1,{}]}""", """{"tests":-1,"failures":1e300,"failed":[{}, 2]}""", """{"name":5,"bytes":"x"}""" }
        select Page(SampleRun.Running([SampleSteps.Passing() with { Evidence = [new Evidence { Kind = kind, Title = "odd", Data = SampleSteps.Json(data) }] }]));

    private static XElement Page(RunRecord run)
    {
        using var reader = XmlReader.Create(new StringReader(HtmlReport.Write(run)), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!; // a document has a root
    }

    [GeneratedRegex(@"^(left:[\d.]+%;?)?(width:[\d.]+%)?$")]
    private static partial Regex PlaceOnly();
}
