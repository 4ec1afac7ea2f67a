using System.Diagnostics;
using System.Globalization;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;
using AgentSandbox.Router;

namespace AgentSandbox.Bench.Load;

/// <summary>What is seen of an upstream that stalls on a known schedule, by this generator and by one that waits for answers.</summary>
internal static class StallBench
{
    private const double Rate = 500;
    private const int Workers = 4;

    /// <summary>Measures in a process of its own, before other programs where that is allowed: their delay is not in the truth.</summary>
    public static async Task<bool> RunAsync(BenchOptions options)
    {
        await using var upstream = await Helper.StartAsync("upstream", core: 1, isFirst: true);
        await using var measuring = await Helper.StartAsync(
            "stall", core: 0, isFirst: true, "--target", upstream.FirstLine, "--stall-seconds", options.StallSeconds.ToString(CultureInfo.InvariantCulture));
        var numbers = measuring.FirstLine.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var truth = Upstream.TrueStallQuantile(0.99);
        var isMet = Math.Abs(numbers[3] - truth) / truth <= 0.05;
        Table.Head(
            $"Upstream that stalls for {Upstream.StallLength.TotalMilliseconds:0} ms every {Upstream.StallEvery.TotalSeconds:0} s, {options.StallSeconds:0} s{(Helper.CanGoFirst ? ", ahead of other programs" : string.Empty)}",
            "generator", "requests", "p50 ms", "p95 ms", "p99 ms", "true p99 ms", "error", "goal: within 5 %");
        Row($"open loop, {Rate:0}/s", numbers[..4], truth, Table.Goal(isMet));
        Row($"closed loop, {Workers} connections, {Rate:0}/s where answers come in time", numbers[4..], truth, "(for comparison)");
        return isMet;
    }

    /// <summary>Prints count, p50, p95 and p99 of the open loop, then of the closed one.</summary>
    public static async Task MeasureAsync(BenchOptions options)
    {
        using var client = new HttpLoadClient(options.Target, ServiceProtocol.Http, new StepRequest { Service = "bench", Path = "/stall" }, new Dictionary<string, string>(), new GeneratorOptions());
        var duration = TimeSpan.FromSeconds(options.StallSeconds);
        var schedule = ArrivalSchedule.Create(Rate, Upstream.StallEvery, duration, [LoadSide.Sandbox], seed: 2);
        var samples = await new OpenLoopGenerator(client, new GeneratorOptions()).RunAsync(schedule, _ => { }, CancellationToken.None);
        var open = LoadAnalysis.Analyse(samples, 0.95, seed: 2, CancellationToken.None).Sandbox.Histogram;
        var closed = await ClosedLoopAsync(client, duration);
        Console.WriteLine(string.Join(' ', Numbers(open).Concat(Numbers(closed)).Select(number => number.ToString(CultureInfo.InvariantCulture))));
    }

    private static void Row(string name, double[] numbers, double truth, string goal) => Table.Row(
        name, $"{numbers[0]:0}", $"{numbers[1]:0.00}", $"{numbers[2]:0.0}", $"{numbers[3]:0.0}", $"{truth:0.0}", $"{(numbers[3] - truth) / truth:+0.0 %;-0.0 %}", goal);

    private static IEnumerable<double> Numbers(LatencyHistogram histogram) =>
        new[] { 0.5, 0.95, 0.99 }.Select(share => histogram.Quantile(share) / TimeSpan.TicksPerMillisecond).Prepend(histogram.Count);

    /// <summary>What most tools do: the next request waits for the answer to the one before, and is timed from its sending.</summary>
    private static async Task<LatencyHistogram> ClosedLoopAsync(HttpLoadClient client, TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            var own = new List<long>();
            using var pace = new PeriodicTimer(TimeSpan.FromSeconds(Workers / Rate));
            while (Stopwatch.GetElapsedTime(started) < duration && await pace.WaitForNextTickAsync())
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
