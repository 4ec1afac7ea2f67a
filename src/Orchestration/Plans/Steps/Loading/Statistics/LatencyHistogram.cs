using System.Numerics;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

/// <summary>Counts latencies from 100 ns to hours with three significant digits, in little memory.</summary>
/// <remarks>
/// Up to 2,047 ticks a value has a bucket of its own; above, each doubling of the value has 1,024 buckets, so that a
/// bucket is never wider than a thousandth of its value.
/// </remarks>
internal sealed class LatencyHistogram
{
    private const int Half = 1024;
    private const int HalfBits = 10;
    private const long Highest = 10 * TimeSpan.TicksPerHour;

    private readonly long[] _counts = new long[BucketOf(Highest) + 1];

    /// <summary>How many values were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The bucket of a value.</summary>
    /// <param name="ticks">Ticks of <see cref="TimeSpan"/>; taken as 0 below and as ten hours above.</param>
    public static int BucketOf(long ticks)
    {
        var value = (ulong)Math.Clamp(ticks, 0, Highest);
        var shift = Math.Max(0, BitOperations.Log2(value | 1) - HalfBits);
        return shift * Half + (int)(value >> shift);
    }

    /// <summary>The middle of a bucket, in ticks.</summary>
    /// <param name="bucket">The bucket.</param>
    public static double ValueOf(int bucket)
    {
        var shift = Math.Max(0, bucket / Half - 1);
        return (bucket - shift * Half) * Math.Pow(2, shift) + (Math.Pow(2, shift) - 1) / 2;
    }

    /// <summary>Counts a value.</summary>
    /// <param name="ticks">Ticks of <see cref="TimeSpan"/>.</param>
    public void Record(long ticks)
    {
        _counts[BucketOf(ticks)]++;
        Count++;
    }

    /// <summary>The smallest value that at least a share of all values does not exceed, in ticks; 0 when there are none.</summary>
    /// <param name="share">Such as 0.99.</param>
    public double Quantile(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        var seen = 0L;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted)
            {
                return ValueOf(bucket);
            }
        }

        return 0;
    }

    /// <summary>Counts per edge: how many values lie above the edge before and up to this one; the last edge takes the rest.</summary>
    /// <param name="edges">Rising upper edges, in ticks.</param>
    public long[] CountsUpTo(IReadOnlyList<double> edges)
    {
        var result = new long[edges.Count];
        var edge = 0;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            if (_counts[bucket] == 0)
            {
                continue;
            }

            while (edge < edges.Count - 1 && ValueOf(bucket) > edges[edge])
            {
                edge++;
            }

            result[edge] += _counts[bucket];
        }

        return result;
    }
}
