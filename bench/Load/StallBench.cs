using System.Diagnostics;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Loading;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

namespace AgentSandbox.Bench.Load;

/// <summary>What is seen of an upstream that stalls on a known schedule, by this generator and by one that waits for answers.</summary>
internal static class StallBench
{
    private const double Rate = 500;
    private const int Workers = 4;

    public static async Task<bool> RunAsync(BenchOptions options)
    {
        await using var upstream = await Helper.StartAsync("upstream");
        using var client = new HttpLoadClient(new Uri(upstream.FirstLine), new StepRequest { Service = "bench", Path = "/stall" }, new Dictionary<string, string>(), new GeneratorOptions());
        var truth = Upstream.TrueStallQuantile(0.99);
        var duration = TimeSpan.FromSeconds(options.StallSeconds);

        var schedule = ArrivalSchedule.Create(Rate, Upstream.StallEvery, duration, [LoadSide.Sandbox], seed: 2);
        var samples = await new OpenLoopGenerator(client, new GeneratorOptions()).RunAsync(schedule, _ => { }, CancellationToken.None);
        var open = LoadAnalysis.Analyse(samples, 0.95, seed: 2, CancellationToken.None).Sandbox;
        var closed = await ClosedLoopAsync(client, duration);

        var openP99 = open.Estimates[LoadMetric.P99].Value;
        var isMet = Math.Abs(openP99 - truth) / truth <= 0.05;
        Table.Head(
            $"Upstream that stalls for {Upstream.StallLength.TotalMilliseconds:0} ms every {Upstream.StallEvery.TotalSeconds:0} s, {duration.TotalSeconds:0} s",
            "generator", "requests", "p50 ms", "p95 ms", "p99 ms", "true p99 ms", "error", "goal: within 5 %");
        Row($"open loop, {Rate:0}/s", open.Histogram, truth, Table.Goal(isMet));
        Row($"closed loop, {Workers} connections", closed, truth, "(for comparison)");
        return isMet;
    }

    private static void Row(string name, LatencyHistogram histogram, double truth, string goal)
    {
        var p99 = Milliseconds(histogram, 0.99);
        Table.Row(name, $"{histogram.Count}", $"{Milliseconds(histogram, 0.5):0.00}", $"{Milliseconds(histogram, 0.95):0.0}", $"{p99:0.0}", $"{truth:0.0}", $"{(p99 - truth) / truth:+0.0 %;-0.0 %}", goal);
    }

    private static double Milliseconds(LatencyHistogram histogram, double share) => histogram.Quantile(share) / TimeSpan.TicksPerMillisecond;

    /// <summary>What most tools do: the next request waits for the answer to the one before, and is timed from its sending.</summary>
    private static async Task<LatencyHistogram> ClosedLoopAsync(HttpLoadClient client, TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            var own = new List<long>();
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var sent = Stopwatch.GetTimestamp();
                await client.SendAsync(LoadSide.Sandbox, CancellationToken.None);
                own.Add(Stopwatch.GetElapsedTime(sent).Ticks);
            }

            return own;
        })));
        var histogram = new LatencyHistogram();
        foreach (var latency in latencies.SelectMany(own => own))
        {
            histogram.Record(latency);
        }

        return histogram;
    }
}
