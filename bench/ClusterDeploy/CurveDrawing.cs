using System.Globalization;
using System.Text;

namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>Four curves over the number of services, as an SVG without scripts or fonts of its own.</summary>
internal static class CurveDrawing
{
    private const int Width = 360;
    private const int Height = 240;
    private const int Left = 52;
    private const int Top = 34;
    private const int Plot = 270;
    private const int PlotHeight = 160;

    public static string Draw(IReadOnlyList<SizeCosts> sizes)
    {
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width * 2} {(Height * 2) + 26}" font-family="sans-serif" font-size="11">""");
        svg.AppendLine("""<rect width="100%" height="100%" fill="#fff"/>""");
        Panel(svg, 0, 0, "time until usable, s", sizes, cost => cost.Seconds);
        Panel(svg, Width, 0, "pods", sizes, cost => cost.Pods);
        Panel(svg, 0, Height, "memory of these pods, MiB", sizes, cost => cost.Bytes / 1048576);
        Panel(svg, Width, Height, "API objects", sizes, cost => cost.Objects);
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<g transform="translate(60 {(Height * 2) + 12})"><rect width="12" height="3" y="-4" fill="#c2410c"/><text x="18">duplicated namespace</text><rect x="180" width="12" height="3" y="-4" fill="#1d4ed8"/><text x="198">sandbox with one fork</text></g>""");
        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static void Panel(StringBuilder svg, int x, int y, string title, IReadOnlyList<SizeCosts> sizes, Func<Cost, double> of)
    {
        var top = Round(sizes.SelectMany(size => size.Namespace.Concat(size.Sandbox)).Max(of));
        double most = sizes.Max(size => size.Services);
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<g transform="translate({x} {y})"><text x="{Left}" y="20" font-size="13">{title}</text>""");
        for (var step = 0; step <= 4; step++)
        {
            var line = Top + PlotHeight - (PlotHeight * step / 4);
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<path d="M{Left} {line}h{Plot}" stroke="#ddd"/><text x="{Left - 6}" y="{line + 4}" text-anchor="end">{top * step / 4:0.##}</text>""");
        }

        foreach (var size in sizes)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left + (Plot * size.Services / most):0.0}" y="{Top + PlotHeight + 16}" text-anchor="middle">{size.Services}</text>""");
        }

        Line(svg, "#c2410c", sizes, size => size.Namespace, of, top, most);
        Line(svg, "#1d4ed8", sizes, size => size.Sandbox, of, top, most);
        svg.AppendLine("</g>");
    }

    private static void Line(StringBuilder svg, string colour, IReadOnlyList<SizeCosts> sizes, Func<SizeCosts, IReadOnlyList<Cost>> way, Func<Cost, double> of, double top, double most)
    {
        string At(int services, double value) => string.Create(CultureInfo.InvariantCulture, $"{Left + (Plot * services / most):0.0} {Top + PlotHeight - (PlotHeight * value / top):0.0}");

        svg.AppendLine($"""<path d="M{string.Join('L', sizes.Select(size => At(size.Services, SizeCosts.Median(way(size), of))))}" fill="none" stroke="{colour}" stroke-width="2"/>""");
        foreach (var size in sizes)
        {
            svg.AppendLine($"""<path d="M{At(size.Services, way(size).Min(of))}L{At(size.Services, way(size).Max(of))}" stroke="{colour}" stroke-width="5" stroke-linecap="round"/>""");
        }
    }

    /// <summary>The next round number above.</summary>
    private static double Round(double value)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(value, 1))));
        return unit * ((double[])[1, 2, 4, 5, 8, 10]).First(step => unit * step >= value);
    }
}
