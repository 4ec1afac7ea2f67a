using System.Diagnostics;
using System.Globalization;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Loading;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;
using AgentSandbox.Router;

namespace AgentSandbox.Bench.Load;

/// <summary>How many requests per second one core sends on time.</summary>
internal static class GeneratorBench
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(3);

    /// <summary>Where that is allowed, also with the core to itself: neighbours that take it are not the generator's error.</summary>
    public static async Task<bool> RunAsync(BenchOptions options)
    {
        Table.Head(
            $"Generator on one core: {options.Rate:0} requests/s for {options.Seconds:0} s",
            "core", "answered/s", "errors", "late p50 ms", "late p99 ms", "late p99.9 ms", "late max ms", "cores used", "latency p50 ms", "goal: all, late p99 < 1 ms");
        var isMet = await RowAsync(options, isFirst: false);
        return Helper.CanGoFirst ? await RowAsync(options, isFirst: true) : isMet;
    }

    private static async Task<bool> RowAsync(BenchOptions options, bool isFirst)
    {
        await using var upstream = await Helper.StartAsync("upstream", core: 1, isFirst);
        await using var generator = await Helper.StartAsync(
            "generate", core: 0, isFirst, "--target", upstream.FirstLine, "--rate", Text(options.Rate), "--seconds", Text(options.Seconds));
        var numbers = generator.FirstLine.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var (rate, errors, p50, p99, p999, most, cores, latency) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7]);
        var isMet = rate >= options.Rate * 0.999 && p99 < 1 && errors == 0;
        var core = !generator.IsPinned ? "any (no taskset here)" : isFirst ? "one, ahead of other programs" : "one, shared with other programs";
        Table.Row(core, $"{rate:0}", $"{errors:0}", $"{p50:0.000}", $"{p99:0.000}", $"{p999:0.000}", $"{most:0.0}", $"{cores:0.00}", $"{latency:0.00}", Table.Goal(isMet));
        return isMet;
    }

    /// <summary>Runs on the one core that the caller chose, and prints the numbers in one line.</summary>
    public static async Task RunPinnedAsync(BenchOptions options)
    {
        var schedule = ArrivalSchedule.Create(options.Rate, s_warmUp, TimeSpan.FromSeconds(options.Seconds), [LoadSide.Sandbox], seed: 1);
        using var client = new HttpLoadClient(options.Target, ServiceProtocol.Http, new StepRequest { Service = "bench", Path = "/fast" }, new Dictionary<string, string>(), new GeneratorOptions());
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var samples = await new OpenLoopGenerator(client, new GeneratorOptions()).RunAsync(schedule, _ => { }, CancellationToken.None);
        process.Refresh();
        var cores = (process.TotalProcessorTime - cpu) / Stopwatch.GetElapsedTime(started);
        var measurement = LoadAnalysis.Analyse(samples, 0.95, seed: 1, CancellationToken.None);
        double[] numbers =
        [
            measurement.Sandbox.Estimates[LoadMetric.Throughput].Value,
            measurement.Sandbox.Errors,
            .. new[] { 0.5, 0.99, 0.999, 1 }.Select(share => measurement.Lateness.Quantile(share) / TimeSpan.TicksPerMillisecond),
            cores,
            measurement.Sandbox.Estimates[LoadMetrics.Quantiles[0]].Value,
        ];
        Console.WriteLine(string.Join(' ', numbers.Select(Text)));
    }

    private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
