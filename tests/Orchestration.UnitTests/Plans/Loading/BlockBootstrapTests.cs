using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Loading;

public sealed class BlockBootstrapTests
{
    private const int Blocks = 20;
    private const int PerBlock = 20;

    /// <summary>What slows a whole block is no chance of its own per request; intervals that take it for one hold the truth far too seldom.</summary>
    [Fact]
    public void NoiseOfWholeBlocks_IsInTheInterval()
    {
        var covered = Runs(random => Latencies(random, blockNoise: () => 0.2 * Normal(random)), latencies => Median(latencies), truth: 10);

        covered.Should().BeInRange(90, 100, "of 100 intervals with a confidence of 0.95");
    }

    [Fact]
    public void RatioOfPairedBlocks_IsNarrowerThanTheirNoise()
    {
        var random = new Random(5);
        var noise = Enumerable.Range(0, Blocks).Select(_ => Math.Exp(0.5 * Normal(random))).ToArray();
        var sandbox = Blocked(random, block => 12 * noise[block]);
        var baseline = Blocked(random, block => 10 * noise[block]);

        var ratio = new BlockBootstrap(Blocks, 0.95, 300, seed: 1).Estimate(
            1,
            (weights, results) =>
            {
                Span<double> one = stackalloc double[1];
                sandbox.Quantiles([0.5], weights, results);
                baseline.Quantiles([0.5], weights, one);
                results[0] /= one[0];
            },
            CancellationToken.None)[0];

        ratio.Value.Should().BeApproximately(1.2, 0.05);
        (ratio.High - ratio.Low).Should().BeLessThan(0.2);
        Median(sandbox).High.Should().BeGreaterThan(Median(sandbox).Low * 1.3, "the noise itself is large");
    }

    private static int Runs(Func<Random, BlockedLatencies> draw, Func<BlockedLatencies, Estimate> estimate, double truth) =>
        Enumerable.Range(0, 100).Select(seed => estimate(draw(new Random(seed)))).Count(interval => interval.Low <= truth && truth <= interval.High);

    private static BlockedLatencies Latencies(Random random, Func<double> blockNoise)
    {
        var noise = Enumerable.Range(0, Blocks).Select(_ => Math.Exp(blockNoise())).ToArray();
        return Blocked(random, block => 10 * noise[block]);
    }

    private static BlockedLatencies Blocked(Random random, Func<int, double> milliseconds) => new(
        Enumerable.Range(0, Blocks * PerBlock).Select(i => ((long)(milliseconds(i / PerBlock) * Math.Exp(0.05 * Normal(random)) * TimeSpan.TicksPerMillisecond), i / PerBlock)));

    private static Estimate Median(BlockedLatencies latencies) => new BlockBootstrap(Blocks, 0.95, 300, seed: 1).Estimate(
        1,
        (weights, results) =>
        {
            latencies.Quantiles([0.5], weights, results);
            results[0] /= TimeSpan.TicksPerMillisecond;
        },
        CancellationToken.None)[0];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
