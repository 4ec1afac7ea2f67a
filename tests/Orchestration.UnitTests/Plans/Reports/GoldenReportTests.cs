using AgentSandbox.Orchestration.Plans.Reports;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reports;

/// <summary>Reports as they are read elsewhere. After a wanted change, run once with <c>UPDATE_GOLDEN=1</c> and review the difference.</summary>
public sealed class GoldenReportTests
{
    private const string UpdateVariable = "UPDATE_GOLDEN";

    [Theory]
    [InlineData(ReportFormat.Json, "run.json")]
    [InlineData(ReportFormat.JUnit, "run.xml")]
    [InlineData(ReportFormat.Markdown, "run.md")]
    public void RichRun_IsWrittenAsBefore(ReportFormat format, string file) => Compare(file, RunReports.Write(SampleRun.Rich(), format));

    [Fact]
    public void RichRun_IsSummedUpAsBefore() => Compare("run.txt", RunSummary.Text(SampleRun.Rich()));

    private static void Compare(string file, string actual)
    {
        var path = RepositoryFiles.At("tests", "Orchestration.UnitTests", "Plans", "Reports", "Golden", file);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // it is a file in a directory
            File.WriteAllText(path, actual);
        }

        File.Exists(path).Should().BeTrue("'{0}' is written by running this test with {1}=1", file, UpdateVariable);
        actual.Should().Be(File.ReadAllText(path), "'{0}' is updated by running this test with {1}=1", file, UpdateVariable);
    }
}
