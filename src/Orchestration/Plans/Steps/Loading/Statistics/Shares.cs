namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

/// <summary>Intervals for shares of requests.</summary>
internal static class Shares
{
    /// <summary>A share with Wilson's interval, which stays sound at 0 and at 1.</summary>
    /// <param name="hits">How many.</param>
    /// <param name="total">Of how many; at least 1.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static Estimate Wilson(int hits, int total, double confidence)
    {
        var z = NormalQuantile.TwoSided(confidence);
        var share = (double)hits / total;
        var spread = z * Math.Sqrt(share * (1 - share) / total + z * z / (4.0 * total * total));
        var scale = 1 + z * z / total;
        var middle = share + z * z / (2 * total);
        return new Estimate(
            share,
            hits == 0 ? 0 : Math.Max(0, (middle - spread) / scale),
            hits == total ? 1 : Math.Min(1, (middle + spread) / scale));
    }

    /// <summary>The ratio of two shares with its interval on the logarithm; half a hit is added to both, so that none is no error.</summary>
    /// <param name="hits">How many of the one.</param>
    /// <param name="total">Of how many; at least 1.</param>
    /// <param name="otherHits">How many of the other.</param>
    /// <param name="otherTotal">Of how many; at least 1.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static Estimate Ratio(int hits, int total, int otherHits, int otherTotal, double confidence)
    {
        var (a, n) = (hits + 0.5, total + 0.5);
        var (b, m) = (otherHits + 0.5, otherTotal + 0.5);
        var error = Math.Sqrt(Math.Max(0, 1 / a - 1 / n + 1 / b - 1 / m));
        var factor = Math.Exp(NormalQuantile.TwoSided(confidence) * error);
        var ratio = a / n / (b / m);
        return new Estimate(ratio, ratio / factor, ratio * factor);
    }
}
