using System.Diagnostics;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Loading;

public sealed class ArrivalScheduleTests
{
    private static readonly LoadSide[] s_both = [LoadSide.Baseline, LoadSide.Sandbox];

    [Fact]
    public void EachPeriod_HasOneArrivalOfEachSide()
    {
        var schedule = Create(seed: 1);
        var period = Stopwatch.Frequency / 50.0;

        schedule.Count.Should().Be(2 * 50 * 3);
        for (var i = 0; i < schedule.Count; i += 2)
        {
            new[] { schedule.Side(i), schedule.Side(i + 1) }.Should().BeEquivalentTo(s_both);
            ((int)(schedule.Due(i) / period)).Should().Be(i / 2);
            ((int)(schedule.Due(i + 1) / period)).Should().Be(i / 2);
        }
    }

    [Fact]
    public void Arrivals_RiseAndAreNotInStep()
    {
        var schedule = Create(seed: 1);
        var gaps = Enumerable.Range(1, schedule.Count - 1).Select(i => schedule.Due(i) - schedule.Due(i - 1)).ToList();

        gaps.Should().OnlyContain(gap => gap >= 0);
        gaps.Distinct().Count().Should().BeGreaterThan(gaps.Count / 2);
    }

    [Fact]
    public void Order_IsDrawnAnewForEachPair()
    {
        var schedule = Create(seed: 1);
        var sandboxFirst = Enumerable.Range(0, schedule.Count / 2).Count(pair => schedule.Side(2 * pair) == LoadSide.Sandbox);

        sandboxFirst.Should().BeInRange(50, 100, "a fair coin gives 75 of 150, and leaves this range once in 100,000 times");
    }

    [Fact]
    public void SameSeed_GivesTheSameSchedule()
    {
        Dues(Create(seed: 7)).Should().Equal(Dues(Create(seed: 7)));
        Dues(Create(seed: 7)).Should().NotEqual(Dues(Create(seed: 8)));
    }

    [Fact]
    public void WarmUp_EndsBeforeTheFirstMeasuredArrival()
    {
        var schedule = Create(seed: 1);

        schedule.FirstMeasured.Should().Be(100);
        schedule.Due(99).Should().BeLessThan(schedule.MeasuredFrom);
        schedule.Due(100).Should().BeGreaterThanOrEqualTo(schedule.MeasuredFrom);
        Stopwatch.GetElapsedTime(schedule.MeasuredFrom, schedule.MeasuredUntil).Should().BeCloseTo(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(1));
    }

    private static ArrivalSchedule Create(int seed) =>
        ArrivalSchedule.Create(50, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), s_both, seed);

    private static IEnumerable<long> Dues(ArrivalSchedule schedule) => Enumerable.Range(0, schedule.Count).Select(schedule.Due);
}
