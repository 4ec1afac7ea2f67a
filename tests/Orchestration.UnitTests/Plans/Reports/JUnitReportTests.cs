using System.Globalization;
using System.Xml.Linq;
using AgentSandbox.Orchestration.Plans.Reports;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reports;

public sealed class JUnitReportTests
{
    private static readonly string[] s_problems = ["failure", "error", "skipped"];

    [Fact]
    public void Structure_IsWhatReadersShare()
    {
        var root = Write(SampleRun.Rich());

        root.Name.LocalName.Should().Be("testsuites");
        var suite = root.Elements().Should().ContainSingle().Subject;
        suite.Name.LocalName.Should().Be("testsuite");
        suite.Elements().Select(element => element.Name.LocalName).Distinct().Should().Equal("properties", "testcase");
        DateTime.ParseExact(suite.Attribute("timestamp")!.Value, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture).Should().Be(SampleRun.Start.UtcDateTime); // its absence fails the test too
        foreach (var test in suite.Elements("testcase"))
        {
            test.Attributes().Select(attribute => attribute.Name.LocalName).Should().Equal("classname", "name", "time");
            double.Parse(test.Attribute("time")!.Value, CultureInfo.InvariantCulture).Should().BeGreaterThanOrEqualTo(0); // tested above
            test.Elements().Select(element => element.Name.LocalName).Should().BeSubsetOf([.. s_problems, "system-out"]).And.OnlyHaveUniqueItems();
            test.Elements().Count(element => s_problems.Contains(element.Name.LocalName)).Should().BeLessThanOrEqualTo(1);
            test.Elements().Where(element => s_problems.Contains(element.Name.LocalName) && element.Attribute("message") is null).Should().BeEmpty();
        }
    }

    [Fact]
    public void Counts_AreThoseOfTheCases()
    {
        foreach (var element in Write(SampleRun.Rich()).DescendantsAndSelf().Where(element => element.Attribute("tests") is not null))
        {
            Count(element, "tests").Should().Be(10).And.Be(element.Descendants("testcase").Count());
            Count(element, "failures").Should().Be(4).And.Be(element.Descendants("failure").Count());
            Count(element, "errors").Should().Be(2).And.Be(element.Descendants("error").Count());
            Count(element, "skipped").Should().Be(2).And.Be(element.Descendants("skipped").Count());
        }
    }

    [Theory]
    [InlineData("place-order", null)]
    [InlineData("refund-order", "failure")]
    [InlineData("load-list", "error")]
    [InlineData("log-says-so", null)]
    [InlineData("notify", "skipped")]
    [InlineData("remove-order", "skipped")]
    [InlineData("verdict", "failure")]
    public void State_HasItsElement(string step, string? expected) => Problem(Write(SampleRun.Rich()), step).Should().Be(expected);

    [Fact]
    public void FailureWithoutFailedStep_IsNotGreen()
    {
        var steps = new[] { SampleSteps.Passing() };

        Problem(Write(SampleRun.Judged(steps, new RunFacts { RestartedServices = ["mail"] })), "verdict").Should().Be("error");
        Problem(Write(SampleRun.Judged([steps[0] with { MetFork = false }], new RunFacts { NeedsFork = true })), "verdict").Should().Be("failure");
        Problem(Write(SampleRun.Running(steps)), "verdict").Should().Be("error");
        Problem(Write(SampleRun.Passing()), "verdict").Should().BeNull();
    }

    [Fact]
    public void CharactersThatXmlForbids_AreGone()
    {
        var all = new string([.. Enumerable.Range(0, 0x10000).Select(code => (char)code)]);
        var step = SampleSteps.Passing() with { Summary = all, Inputs = all, Title = all, State = StepState.Failed, Failures = [new ClaimFailure(all, all, all)] };

        var read = Write(SampleRun.Running([step]) with { Plan = all, Sandbox = all });

        read.Descendants("testcase").First().Element("system-out")!.Value.Should().Contain("ABC").And.Contain("[U+202E]"); // every case has one
    }

    [Fact]
    public void Output_IsBounded()
    {
        var lines = Enumerable.Repeat(new string('x', 5000), 5000).ToList();
        var step = SampleSteps.Passing() with { Evidence = [.. Enumerable.Repeat(new Evidence { Kind = EvidenceKind.Text, Title = "t", Lines = lines }, 20)] };

        JUnitReport.Write(SampleRun.Running([step])).Length.Should().BeLessThan(20_000);
    }

    private static XElement Write(RunRecord run) => XDocument.Parse(JUnitReport.Write(run)).Root!; // a document has a root

    private static int Count(XElement element, string name) => int.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture); // its absence fails the test too

    private static string? Problem(XElement root, string step) => root.Descendants("testcase")
        .Single(test => test.Attribute("name")!.Value.Split(':')[0] == step) // every case has a name
        .Elements().Select(element => element.Name.LocalName).FirstOrDefault(s_problems.Contains);
}
