using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Loading;

public sealed class SharesTests
{
    [Theory]
    [InlineData(10, 100, 0.0552, 0.1744)]
    [InlineData(0, 100, 0, 0.0370)]
    [InlineData(100, 100, 0.9630, 1)]
    public void Wilson_IsAsPublished(int hits, int total, double low, double high)
    {
        var share = Shares.Wilson(hits, total, 0.95);

        share.Low.Should().BeApproximately(low, 0.0001);
        share.High.Should().BeApproximately(high, 0.0001);
    }

    [Theory]
    [InlineData(0.95, 1.95996)]
    [InlineData(0.99, 2.57583)]
    public void NormalQuantile_IsAsTabulated(double confidence, double expected) =>
        NormalQuantile.TwoSided(confidence).Should().BeApproximately(expected, 0.00001);

    [Theory]
    [InlineData(5, 2.5706)]
    [InlineData(19, 2.0930)]
    public void StudentQuantile_IsAsTabulated(int degrees, double expected) =>
        NormalQuantile.TwoSided(0.95, degrees).Should().BeApproximately(expected, expected * 0.01);

    [Fact]
    public void Ratio_OfEqualShares_HoldsOne()
    {
        var ratio = Shares.Ratio(5, 1000, 5, 1000, 0.95);

        ratio.Value.Should().Be(1);
        ratio.Low.Should().BeLessThan(0.5);
        ratio.High.Should().BeGreaterThan(2);
    }

    [Fact]
    public void Ratio_WithoutHits_IsFinite() => double.IsFinite(Shares.Ratio(3, 100, 0, 100, 0.95).High).Should().BeTrue();
}
