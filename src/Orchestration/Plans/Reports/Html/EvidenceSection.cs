using AgentSandbox.Orchestration.Plans.Reports.Html.Drawings;
using AgentSandbox.Orchestration.Plans.Reports.Data;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Reports.Html;

/// <summary>One piece of evidence, drawn as its kind asks for; as lines where its data are not what they should be.</summary>
internal static class EvidenceSection
{
    private const int MaxLines = 200;
    private const int MaxLength = 2000;

    public static Markup Write(Evidence evidence)
    {
        var drawn = Draw(evidence);
        return Markup.Of($"""
            <section class="evidence{(evidence.Weight >= 90 ? " grave" : evidence.Weight >= 50 ? " warns" : "")}"><h3>{ReportText.OneLine(evidence.Title, 600)}</h3>
            {drawn ?? Markup.None}
            {Lines(evidence, isFolded: drawn is not null)}
            </section>
            """);
    }

    private static Markup? Draw(Evidence evidence) => evidence.Kind switch
    {
        EvidenceKind.Hops when HopData.Read(evidence.Data) is { Count: > 0 } hops => HopPath.Write(hops),
        EvidenceKind.Differences when DifferenceData.Read(evidence.Data) is { Count: > 0 } differences => DifferenceTable.Write(differences),
        EvidenceKind.Latency when LatencyData.Read(evidence.Data) is { } latency => LatencyPlot.Write(latency),
        EvidenceKind.TestResults when TestResultData.Read(evidence.Data) is { } results => TestResultBar.Write(results),
        EvidenceKind.Artifact when EvidenceData.Text(evidence.Data, "name") is { } name => Markup.Of($"""
            <p class="artifact"><code>{ReportText.OneLine(name, 300)}</code> {Size(EvidenceData.Number(evidence.Data, "bytes"))}</p>
            """),
        _ => null,
    };

    private static Markup Lines(Evidence evidence, bool isFolded)
    {
        if (evidence.Lines.Count == 0)
        {
            return Markup.None;
        }

        var text = Markup.Of($"""<pre tabindex="0">{string.Join('\n', ReportText.Lines(evidence.Lines, MaxLines, MaxLength))}</pre>""");
        return isFolded ? Markup.Of($"""<details class="lines"><summary>As text</summary>{text}</details>""") : text;
    }

    private static string Size(double? bytes) => bytes switch
    {
        null => "",
        >= 1024 * 1024 => $"{ReportText.Number(bytes.Value / 1024 / 1024)} MiB",
        >= 1024 => $"{ReportText.Number(bytes.Value / 1024)} KiB",
        _ => $"{ReportText.Number(bytes.Value)} bytes",
    };
}
