using AgentSandbox.Orchestration.Plans.Reports.Data;

namespace AgentSandbox.Orchestration.Plans.Reports.Html.Drawings;

/// <summary>Hops as a path, in the order in which the routers saw them: who answered, and where the key was lost.</summary>
internal static class HopPath
{
    private const int Max = 60;

    public static Markup Write(IReadOnlyList<HopData> hops) => Markup.Of($"""
        <ol class="path"><li class="caller"><span class="dot"></span><span>request</span></li>{hops.Take(Max).Select(Hop)}</ol>
        {(hops.Count > Max ? Markup.Of($"""<p class="none">… and {hops.Count - Max} more hops.</p>""") : Markup.None)}
        """);

    private static Markup Hop(HopData hop)
    {
        var answerer = hop.AnsweredBy is "fork" or "baseline" or "router" ? hop.AnsweredBy : "other";
        var who = hop.AnsweredBy == "fork" ? $"fork{(hop.Revision is { } revision ? $", revision {revision}" : "")}" : hop.AnsweredBy;
        return Markup.Of($"""
            <li class="hop {answerer}{(hop.HasKey ? "" : " nokey")}"><span class="edge"><span>{(hop.HasKey ? "key" : "no key")}</span></span><span class="node"><b>{ReportText.OneLine(hop.Service, 80)}</b><span class="who">{ReportText.OneLine(who, 80)}</span><span class="how"><span class="{(hop.Status is >= 400 or null ? "bad" : "good")}">{(hop.Status is { } status ? status.ToString(System.Globalization.CultureInfo.InvariantCulture) : "no status")}</span>{(hop.Milliseconds is { } time ? $" · {ReportText.Number(time)} ms" : "")}</span></span></li>
            """);
    }
}
