namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

/// <summary>Confidence intervals from resampled blocks of time.</summary>
/// <remarks>
/// Latencies of neighbouring requests are alike: a busy second makes all of them slow. Resampling single requests would
/// take each for a witness of its own and call noise certain. So whole blocks are drawn, and the same blocks for both
/// sides: what slowed both is in both and leaves their ratio alone. Few blocks make the percentile interval too narrow;
/// it is widened as Student's distribution is wider than the normal one.
/// </remarks>
internal sealed class BlockBootstrap(int blocks, double confidence, int replicates, int seed)
{
    /// <summary>Computes statistics for given weights of the blocks.</summary>
    /// <param name="weights">How often each block counts.</param>
    /// <param name="results">Where the statistics go.</param>
    public delegate void Statistics(ReadOnlySpan<int> weights, Span<double> results);

    /// <summary>Estimates statistics from the sample and their intervals from resampled ones.</summary>
    /// <param name="count">How many statistics there are.</param>
    /// <param name="compute">Computes them.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    public Estimate[] Estimate(int count, Statistics compute, CancellationToken cancellationToken)
    {
        var weights = new int[blocks];
        Array.Fill(weights, 1);
        var values = new double[count];
        compute(weights, values);

        var random = new Random(seed);
        var drawn = new double[count];
        var all = new double[count][];
        for (var i = 0; i < count; i++)
        {
            all[i] = new double[replicates];
        }

        for (var replicate = 0; replicate < replicates; replicate++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Clear(weights);
            for (var i = 0; i < blocks; i++)
            {
                weights[random.Next(blocks)]++;
            }

            compute(weights, drawn);
            for (var i = 0; i < count; i++)
            {
                all[i][replicate] = drawn[i];
            }
        }

        return [.. all.Select((sample, i) => Interval(values[i], sample))];
    }

    private Estimate Interval(double value, double[] sample)
    {
        Array.Sort(sample);
        var tail = (1 - confidence) / 2;
        var low = sample[(int)(tail * (replicates - 1))];
        var high = sample[(int)Math.Ceiling((1 - tail) * (replicates - 1))];
        var degrees = Math.Max(1, blocks - 1);
        var wider = NormalQuantile.TwoSided(confidence, degrees) / NormalQuantile.TwoSided(confidence) * Math.Sqrt((double)blocks / degrees);
        return value > 0 && low > 0 && double.IsFinite(high)
            ? new Estimate(value, value * Math.Pow(low / value, wider), value * Math.Pow(high / value, wider))
            : new Estimate(value, value - (value - low) * wider, value + (high - value) * wider);
    }
}
