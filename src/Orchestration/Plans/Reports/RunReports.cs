using AgentSandbox.Orchestration.Plans.Reports.Html;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Reports;

/// <summary>Writes a run in any form.</summary>
public static class RunReports
{
    /// <summary>Writes a run, ended or not.</summary>
    /// <param name="run">The run.</param>
    /// <param name="format">The form.</param>
    /// <returns>The whole report; lines end with a line feed.</returns>
    public static string Write(RunRecord run, ReportFormat format) => format switch
    {
        ReportFormat.Json => JsonReport.Write(run),
        ReportFormat.JUnit => JUnitReport.Write(run),
        ReportFormat.Markdown => MarkdownReport.Write(run),
        ReportFormat.Html => HtmlReport.Write(run),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such form of a report."),
    };
}
