using System.CommandLine;
using AgentSandbox.Orchestration.Plans.Reports;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.McpServer.CommandLine.Plans;

/// <summary>The files that a run can be written to.</summary>
internal static class ReportFiles
{
    public static IReadOnlyList<(Option<string?> Option, Func<RunRecord, string> Write)> Options() =>
    [
        Of("--report-json", "Write the record as JSON.", ReportFormat.Json),
        Of("--junit", "Write JUnit XML, for CI.", ReportFormat.JUnit),
        Of("--markdown", "Write Markdown, for a pull-request comment.", ReportFormat.Markdown),
        Of("--html", "Write one self-contained HTML page.", ReportFormat.Html),
    ];

    private static (Option<string?> Option, Func<RunRecord, string> Write) Of(string name, string description, ReportFormat format) =>
        (new Option<string?>(name) { Description = description, HelpName = "FILE" }, run => RunReports.Write(run, format));
}
