using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Plans.Reports;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.UnitTests.Configuration;
using NJsonSchema;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reports;

public sealed class JsonReportTests
{
    [Fact]
    public async Task Reports_HaveTheDocumentedShape()
    {
        var schema = await SchemaAsync();

        foreach (var run in new[] { SampleRun.Rich(), SampleRun.Passing(), SampleRun.Running([]), SampleRun.Running([SampleSteps.Skipped()]) with { BaselineCommit = null, Forks = [] } })
        {
            schema.Validate(JsonReport.Write(run)).Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData("verdict")]
    [InlineData("steps")]
    [InlineData("endedAt")]
    public async Task Schema_MissesWhatIsLeftOut(string member)
    {
        var report = JsonNode.Parse(JsonReport.Write(SampleRun.Rich()))!.AsObject(); // a report is an object
        report.Remove(member);

        (await SchemaAsync()).Validate(report.ToJsonString()).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Schema_RefusesWhatIsNotDocumented()
    {
        var report = JsonNode.Parse(JsonReport.Write(SampleRun.Rich()))!; // a report is an object
        report["steps"]![0]!["surprise"] = 1; // the sample has steps

        (await SchemaAsync()).Validate(report.ToJsonString()).Should().NotBeEmpty();
    }

    [Fact]
    public void Data_AreKeptAsTheyAre()
    {
        var report = JsonNode.Parse(JsonReport.Write(SampleRun.Rich()))!; // a report is an object

        var difference = report["steps"]![2]!["evidence"]![0]!["data"]![5]!; // the sample's additive difference
        difference["sandbox"]!["rate"]!.GetValue<double>().Should().Be(0.19); // as above
        report["steps"]![6]!["summary"]!.GetValue<string>().Should().Contain("<script>").And.Contain("\u001b[31m"); // as above
    }

    [Fact]
    public void HalfCharacters_DoNotBreakIt()
    {
        var evidence = new Evidence { Kind = EvidenceKind.Text, Title = "\udc00", Lines = ["\ud800"], Data = SampleSteps.Json("""{"\ud800":1,"a":["\udfff"],"b":"x\ud83d\ude00"}""") };
        var run = SampleRun.Running([SampleSteps.Passing() with { Evidence = [evidence], Summary = "a\ud800b" }]) with { Parameters = new Dictionary<string, string> { ["\ud800"] = "\ud800" } };

        var report = JsonNode.Parse(JsonReport.Write(run))!; // it parsed, which is the point

        report["steps"]![0]!["summary"]!.GetValue<string>().Should().Be("a\uFFFDb"); // the run has one step
        report["steps"]![0]!["evidence"]![0]!["data"]!["b"]!.GetValue<string>().Should().Be("x😀"); // as above
    }

    private static Task<JsonSchema> SchemaAsync() => JsonSchema.FromJsonAsync(File.ReadAllText(RepositoryFiles.PathOf("docs/run.schema.json")));
}
