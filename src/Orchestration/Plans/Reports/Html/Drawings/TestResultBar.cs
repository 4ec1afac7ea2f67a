using AgentSandbox.Orchestration.Plans.Reports.Data;

namespace AgentSandbox.Orchestration.Plans.Reports.Html.Drawings;

/// <summary>What a test runner reported: shares as a bar, and what failed with its message.</summary>
internal static class TestResultBar
{
    private const int MaxFailed = 50;

    public static Markup Write(TestResultData results)
    {
        var parts = new (string Name, double Count, string State)[]
        {
            ("passed", results.Passed, "passed"),
            ("failed", results.Failures, "failed"),
            (results.Errors == 1 ? "error" : "errors", results.Errors, "inconclusive"),
            ("skipped", results.Skipped, "skipped"),
        };
        var whole = Math.Max(1, parts.Sum(part => Math.Max(0, part.Count)));
        return Markup.Of($"""
            <div class="bar" aria-hidden="true">{parts.Where(part => part.Count > 0).Select(part => Markup.Of($"""<i class="s-{part.State}" style="width:{part.Count / whole * 100}%"></i>"""))}</div>
            <p class="legend">{ReportText.Number(results.Tests)} tests: {string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{ReportText.Number(part.Count)} {part.Name}"))}</p>
            {(results.Failed.Count == 0 ? Markup.None : Markup.Of($"""<ul class="failed">{results.Failed.Take(MaxFailed).Select(failed => Markup.Of($"<li><b>{ReportText.OneLine(failed.Name, 300)}</b><pre>{ReportText.Cut(ReportText.Clean(failed.Message), 2000)}</pre></li>"))}</ul>"""))}
            """);
    }
}
