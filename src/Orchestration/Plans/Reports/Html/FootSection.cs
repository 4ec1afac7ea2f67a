using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Reports.Html;

/// <summary>How to read the page.</summary>
internal static class FootSection
{
    public static Markup Write(RunRecord run) => Markup.Of($"""
        <footer><p>Who answered is by the routers' own records, never by what a response says of itself. Hops stand in the order in which their requests came; two neighbours need not have called each other. Latency counts from the moment a request was due.</p><p>AgentSandbox, run {ReportText.OneLine(run.Id, 80)}, {ReportText.Time(run.StartedAt)}</p></footer>
        """);
}
