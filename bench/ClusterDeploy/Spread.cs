using System.Globalization;

namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>Several measurements of one thing.</summary>
internal sealed record Spread(IReadOnlyList<double> Values)
{
    public double Median => At(0.5);

    public double Low => At(0.25);

    public double High => At(0.75);

    public double Least => Values.Min();

    public double Most => Values.Max();

    public string Seconds() => string.Create(CultureInfo.InvariantCulture, $"{Median:0.00} s");

    public string Range() => string.Create(CultureInfo.InvariantCulture, $"{Least:0.00} to {Most:0.00} s");

    public string Middle() => string.Create(CultureInfo.InvariantCulture, $"{Low:0.00} to {High:0.00} s");

    private double At(double share)
    {
        var sorted = Values.Order().ToList();
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        return below + 1 < sorted.Count ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
