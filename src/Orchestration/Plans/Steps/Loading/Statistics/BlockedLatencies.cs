namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

/// <summary>The latencies of one side in rising order, each with the block of time that it was due in.</summary>
internal sealed class BlockedLatencies
{
    private readonly int[] _buckets;
    private readonly int[] _blocks;
    private readonly int[] _counts;

    /// <param name="latencies">Ticks of <see cref="TimeSpan"/>, with the block.</param>
    public BlockedLatencies(IEnumerable<(long Ticks, int Block)> latencies)
    {
        // Equal ones are counted together, so that a resampling costs as much as there are different values, not requests.
        var runs = latencies
            .Select(latency => ((long)LatencyHistogram.BucketOf(latency.Ticks) << 32) | (uint)latency.Block)
            .CountBy(key => key)
            .OrderBy(run => run.Key)
            .ToList();
        _buckets = [.. runs.Select(run => (int)(run.Key >> 32))];
        _blocks = [.. runs.Select(run => (int)(run.Key & uint.MaxValue))];
        _counts = [.. runs.Select(run => run.Value)];
    }

    /// <summary>Finds quantiles when each block counts as often as its weight says.</summary>
    /// <param name="shares">Such as 0.5 and 0.99; rising.</param>
    /// <param name="weights">Weight per block.</param>
    /// <param name="result">The quantiles in ticks, in the order of <paramref name="shares"/>.</param>
    public void Quantiles(ReadOnlySpan<double> shares, ReadOnlySpan<int> weights, Span<double> result)
    {
        var total = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            total += (long)_counts[i] * weights[_blocks[i]];
        }

        var seen = 0L;
        var next = 0;
        for (var i = 0; i < _counts.Length && next < shares.Length; i++)
        {
            seen += (long)_counts[i] * weights[_blocks[i]];
            while (next < shares.Length && seen >= Math.Max(1, Math.Ceiling(shares[next] * total)))
            {
                result[next++] = LatencyHistogram.ValueOf(_buckets[i]);
            }
        }
    }
}
