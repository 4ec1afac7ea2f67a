using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Loading;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(123_456)]
    [InlineData(98_765_432)]
    [InlineData(36_000_000_000)]
    public void Value_KeepsThreeSignificantDigits(long ticks)
    {
        var kept = LatencyHistogram.ValueOf(LatencyHistogram.BucketOf(ticks));

        kept.Should().BeApproximately(ticks, ticks * 0.001);
    }

    [Fact]
    public void Buckets_RiseWithoutGap()
    {
        var buckets = Enumerable.Range(0, 100_000).Select(ticks => LatencyHistogram.BucketOf(ticks)).Distinct().ToList();

        buckets.Should().Equal(Enumerable.Range(0, buckets.Count));
    }

    [Fact]
    public void OutOfRange_IsKeptAtTheEnds()
    {
        LatencyHistogram.BucketOf(-5).Should().Be(0);
        LatencyHistogram.BucketOf(long.MaxValue).Should().Be(LatencyHistogram.BucketOf(10 * TimeSpan.TicksPerHour));
    }

    [Theory]
    [InlineData(0.5, 500_000)]
    [InlineData(0.99, 990_000)]
    [InlineData(1, 1_000_000)]
    public void Quantile_IsThatOfTheValues(double share, double expected)
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 1000; i++)
        {
            histogram.Record(i * 1000);
        }

        histogram.Quantile(share).Should().BeApproximately(expected, expected * 0.001);
    }

    [Fact]
    public void CountsUpTo_AddUpToAll()
    {
        var histogram = new LatencyHistogram();
        foreach (var ticks in new[] { 5, 50, 51, 500, 5000 })
        {
            histogram.Record(ticks);
        }

        histogram.CountsUpTo([10, 100, 1000]).Should().Equal(1, 2, 2);
    }
}
