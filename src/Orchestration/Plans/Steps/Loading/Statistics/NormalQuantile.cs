namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

/// <summary>How many standard errors an interval reaches to either side.</summary>
internal static class NormalQuantile
{
    /// <summary>For a normal distribution: 1.96 for a confidence of 0.95.</summary>
    /// <param name="confidence">Between 0 and 1.</param>
    public static double TwoSided(double confidence)
    {
        var (low, high) = (0.0, 10.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Coverage(middle) < confidence ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>For Student's distribution, by its expansion around the normal one; good to a percent from 5 degrees of freedom on.</summary>
    /// <param name="confidence">Between 0 and 1.</param>
    /// <param name="degrees">Degrees of freedom.</param>
    public static double TwoSided(double confidence, int degrees)
    {
        var z = TwoSided(confidence);
        var first = (Math.Pow(z, 3) + z) / 4;
        var second = (5 * Math.Pow(z, 5) + 16 * Math.Pow(z, 3) + 3 * z) / 96;
        return z + first / degrees + second / degrees / degrees;
    }

    /// <summary>The share of a normal distribution within so many standard deviations, by Simpson's rule.</summary>
    private static double Coverage(double z)
    {
        const int Steps = 200;
        var width = z / Steps;
        var sum = Density(0) + Density(z);
        for (var i = 1; i < Steps; i++)
        {
            sum += Density(i * width) * (i % 2 == 0 ? 2 : 4);
        }

        return 2 * sum * width / 3;
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
}
