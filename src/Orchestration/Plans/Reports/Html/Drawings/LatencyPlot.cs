using AgentSandbox.Orchestration.Plans.Reports.Data;

namespace AgentSandbox.Orchestration.Plans.Reports.Html.Drawings;

/// <summary>Latencies of baseline and sandbox laid over each other, their quantiles, and the claims about them.</summary>
internal static class LatencyPlot
{
    public static Markup Write(LatencyData data) => Markup.Of($"""
        <figure class="latency">
        <figcaption class="legend">{Side("baseline", "base", data.Baseline)}{Side("sandbox", "fork", data.Sandbox)}</figcaption>
        {HistogramPlot.Write(data)}
        {Quantiles(data)}
        {Thresholds(data)}
        </figure>
        """);

    private static Markup Side(string name, string style, LatencySide? side)
    {
        if (side is null)
        {
            return Markup.None;
        }

        var facts = string.Concat(
            side.Requests is { } requests ? $", {ReportText.Number(requests)} requests" : "",
            side.Errors is { } errors ? $", {ReportText.Number(errors)} errors" : "",
            side.Throughput is { } throughput ? $", {ReportText.Number(throughput)}/s" : "");
        return Markup.Of($"""<span class="key {style}"><i></i><span><b>{name}</b>{facts}</span></span>""");
    }

    private static Markup Quantiles(LatencyData data)
    {
        var names = Names(data.Baseline).Union(Names(data.Sandbox)).OrderBy(Order).ToList();
        if (names.Count == 0)
        {
            return Markup.None;
        }

        var most = new[] { data.Baseline, data.Sandbox }
            .SelectMany(side => side is null ? [] : side.Quantiles.Values.Concat(side.Intervals.Values.Select(interval => interval.High)))
            .Append(0.001).Max();
        return Markup.Of($"""
            <table class="quantiles"><thead><tr><th scope="col">Quantile</th><th scope="col">Baseline</th><th scope="col">Sandbox</th><th scope="col">Ratio</th><th class="plot"><span class="hidden">On a scale from zero</span></th></tr></thead>
            <tbody>{names.Select(name => Row(data, name, most))}</tbody></table>
            """);
    }

    private static Markup Row(LatencyData data, string name, double most)
    {
        var baseline = Value(data.Baseline, name);
        var sandbox = Value(data.Sandbox, name);
        var ratio = baseline is > 0 && sandbox is not null ? $"× {(sandbox.Value / baseline.Value).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)}" : "–";
        var (from, to) = (Math.Min(baseline ?? sandbox ?? 0, sandbox ?? 0), Math.Max(baseline ?? 0, sandbox ?? baseline ?? 0));
        return Markup.Of($"""
            <tr><th scope="row">{ReportText.OneLine(name, 20)}</th><td class="base">{Time(baseline)}</td><td class="fork">{Time(sandbox)}</td><td>{ratio}</td><td class="plot" aria-hidden="true"><span class="track"><i class="span" style="left:{from / most * 100}%;width:{(to - from) / most * 100}%"></i>{Mark(data.Baseline, name, "base", most)}{Mark(data.Sandbox, name, "fork", most)}</span></td></tr>
            """);
    }

    private static Markup Mark(LatencySide? side, string name, string style, double most)
    {
        if (Value(side, name) is not { } value)
        {
            return Markup.None;
        }

        var whisker = side!.Intervals.TryGetValue(name, out var interval) && interval.High >= interval.Low // there is a value, so there is a side
            ? Markup.Of($"""<i class="whisker {style}" style="left:{interval.Low / most * 100}%;width:{(interval.High - interval.Low) / most * 100}%"></i>""")
            : Markup.None;
        return Markup.Of($"""{whisker}<i class="mark {style}" style="left:{value / most * 100}%"></i>""");
    }

    private static Markup Thresholds(LatencyData data) => data.Thresholds.Count == 0
        ? Markup.None
        : Markup.Of($"""<ul class="thresholds">{data.Thresholds.Take(40).Select(Threshold)}</ul>""");

    private static Markup Threshold(LatencyThreshold threshold)
    {
        var state = threshold.Outcome switch { "pass" => "passed", "fail" => "failed", _ => "inconclusive" };
        var found = threshold.Found is { } value ? $"found {ReportText.Number(value)}" : "";
        var interval = threshold is { Low: { } low, High: { } high } ? $" ({ReportText.Number(low)} to {ReportText.Number(high)})" : "";
        return Markup.Of($"""<li>{Signs.Of(state)}<span><b>{ReportText.OneLine(threshold.Subject, 60)}</b> {ReportText.OneLine(threshold.Claim, 200)} <span class="found">{found}{interval}</span> <small>{ReportText.OneLine(threshold.Reason, 300)}</small><span class="hidden">{state}</span></span></li>""");
    }

    private static string Time(double? milliseconds) => milliseconds is { } time ? $"{ReportText.Number(time)} ms" : "–";

    private static IEnumerable<string> Names(LatencySide? side) => side?.Quantiles.Keys ?? [];

    private static double? Value(LatencySide? side, string name) => side is not null && side.Quantiles.TryGetValue(name, out var value) ? value : null;

    /// <summary>"p999" is the 99.9th percentile, and comes after "p99".</summary>
    private static double Order(string name) =>
        double.TryParse($"0.{name.TrimStart('p', 'P').Replace(".", "", StringComparison.Ordinal)}", System.Globalization.CultureInfo.InvariantCulture, out var quantile) ? quantile : 1;
}
