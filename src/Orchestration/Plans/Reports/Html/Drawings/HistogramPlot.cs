using System.Globalization;
using System.Text;
using AgentSandbox.Orchestration.Plans.Reports.Data;

namespace AgentSandbox.Orchestration.Plans.Reports.Html.Drawings;

/// <summary>
/// Two distributions of latency on one logarithmic scale. The drawing is stretched to the width of the page, so the text
/// stands beside it as HTML: in the drawing it would be stretched with it.
/// </summary>
internal static class HistogramPlot
{
    private const double Width = 1000;
    private const double Height = 200;
    private const double MinLabelDistance = 15;

    public static Markup Write(LatencyData data)
    {
        var sides = new[] { data.Baseline, data.Sandbox }.OfType<LatencySide>().Where(side => side.Histogram.Sum(bucket => bucket.Count) > 0).ToList();
        if (sides.Count == 0)
        {
            return Markup.None;
        }

        // Empty ends, which both sides share, would only take room.
        var low = sides.Min(FirstEdge);
        var high = sides.Max(side => side.Histogram.Last(bucket => bucket.Count > 0).UpTo);
        high = high > low * 1.01 ? high : low * 2;
        var tallest = sides.Max(side => side.Histogram.Max(bucket => bucket.Count) / side.Histogram.Sum(bucket => bucket.Count));
        return Markup.Of($"""
            <div class="histogram">
            <svg viewBox="0 0 {Width} {Height}" preserveAspectRatio="none" role="img" aria-label="Share of requests by latency, baseline against sandbox; the table below has the quantiles">
            {Ticks(low, high).Select(tick => Markup.Of($"""<path class="grid" d="M{Place(tick, low, high) * Width} 0V{Height}" />"""))}
            {Area(data.Baseline, "base", low, high, tallest)}
            {Area(data.Sandbox, "fork", low, high, tallest)}
            {Median(data.Baseline, "base", low, high)}
            {Median(data.Sandbox, "fork", low, high)}
            </svg>
            <div class="axis" aria-hidden="true">{Ticks(low, high).Select(tick => Markup.Of($"""<span style="left:{Place(tick, low, high) * 100}%">{ReportText.Number(tick)} ms</span>"""))}</div>
            </div>
            """);
    }

    private static Markup Area(LatencySide? side, string style, double low, double high, double tallest)
    {
        var all = side?.Histogram.Sum(bucket => bucket.Count) ?? 0;
        if (side is null || all <= 0)
        {
            return Markup.None;
        }

        var path = new StringBuilder($"M{Text(Place(FirstEdge(side), low, high) * Width)} {Text(Height)}");
        foreach (var (upTo, count) in Filled(side))
        {
            path.Append($"V{Text(Height - (count / all / tallest * (Height - 8)))}H{Text(Place(upTo, low, high) * Width)}");
        }

        path.Append($"V{Text(Height)}");
        return Markup.Of($"""<path class="area {style}" d="{path.ToString()}" />""");
    }

    private static Markup Median(LatencySide? side, string style, double low, double high) =>
        side is not null && side.Quantiles.TryGetValue("p50", out var median) && median >= low && median <= high
            ? Markup.Of($"""<path class="median {style}" d="M{Place(median, low, high) * Width} 0V{Height}" />""")
            : Markup.None;

    /// <summary>From the first bucket that has something to the last.</summary>
    private static IEnumerable<(double UpTo, double Count)> Filled(LatencySide side) =>
        side.Histogram.SkipWhile(bucket => bucket.Count <= 0).Reverse().SkipWhile(bucket => bucket.Count <= 0).Reverse();

    /// <summary>Where the first bucket that has something begins: where the one before ends, or as far down as it reaches up.</summary>
    private static double FirstEdge(LatencySide side)
    {
        var buckets = side.Histogram;
        var first = 0;
        while (first < buckets.Count - 1 && buckets[first].Count <= 0)
        {
            first++;
        }

        var ratio = buckets.Count < 2 ? 2 : first > 0 ? buckets[first].UpTo / buckets[first - 1].UpTo : buckets[1].UpTo / buckets[0].UpTo;
        return buckets[first].UpTo / Math.Clamp(ratio, 1.001, 10);
    }

    private static double Place(double value, double low, double high) => Math.Clamp(Math.Log(value / low) / Math.Log(high / low), 0, 1);

    /// <summary>Round numbers that fit, with room for what is written at them.</summary>
    private static List<double> Ticks(double low, double high)
    {
        var ticks = new List<double>();
        var decade = Math.Pow(10, Math.Floor(Math.Log10(low)));
        var steps = high / low < 8 ? new[] { 1, 1.5, 2, 3, 4, 5, 6, 8 } : high / low < 100 ? [1, 2, 5] : new double[] { 1 };
        for (; decade <= high && ticks.Count < 12; decade *= 10)
        {
            foreach (var tick in steps.Select(step => step * decade).Where(tick => tick >= low && tick <= high))
            {
                var place = Place(tick, low, high) * 100;
                if (ticks.Count == 0 || place - (Place(ticks[^1], low, high) * 100) >= MinLabelDistance)
                {
                    ticks.Add(tick);
                }
            }
        }

        return ticks;
    }

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
