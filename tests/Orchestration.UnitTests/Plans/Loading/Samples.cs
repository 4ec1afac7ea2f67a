using System.Diagnostics;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Loading;

/// <summary>Measurements made of chosen latencies.</summary>
internal static class Samples
{
    /// <summary>Analyses latencies in milliseconds that are drawn per arrival.</summary>
    public static LoadMeasurement Measure(
        Func<LoadSide, Random, double> milliseconds,
        Func<LoadSide, int, LoadAnswer>? answer = null,
        int requests = 400,
        double lateness = 0,
        bool withBaseline = true)
    {
        var random = new Random(11);
        var schedule = ArrivalSchedule.Create(40, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(requests / 40.0), withBaseline ? [LoadSide.Baseline, LoadSide.Sandbox] : [LoadSide.Sandbox], seed: 3);
        var samples = new LoadSamples(schedule);
        for (var arrival = 0; arrival < schedule.Count; arrival++)
        {
            var side = schedule.Side(arrival);

            // What came in the warm-up would ruin every number if it were not left out.
            var isWarmUp = arrival < schedule.FirstMeasured;
            var latency = isWarmUp ? 9000 : milliseconds(side, random) + lateness;
            samples.Take(arrival, schedule.Due(arrival) + Ticks(lateness));
            samples.End(arrival, schedule.Due(arrival) + Ticks(latency), isWarmUp ? new LoadAnswer(LoadAnswerKind.Failed) : answer?.Invoke(side, arrival) ?? new LoadAnswer(LoadAnswerKind.Answered, 200));
        }

        return LoadAnalysis.Analyse(samples, 0.95, seed: 4, CancellationToken.None);
    }

    /// <summary>Around a middle, a tenth up or down.</summary>
    public static double Around(Random random, double middle) => middle * (0.9 + 0.2 * random.NextDouble());

    private static long Ticks(double milliseconds) => (long)(milliseconds * Stopwatch.Frequency / 1000);
}
