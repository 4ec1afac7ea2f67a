using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps;
using AgentSandbox.Orchestration.Plans.Steps.Loading;
using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Bench.Load;

/// <summary>How often the step is wrong about a fork that is 20 % slower, and about one that is the same.</summary>
internal static class VerdictBench
{
    private const double Rate = 150;
    private const double Bound = 1.1;

    public static async Task<bool> RunAsync(BenchOptions options)
    {
        await using var upstream = await Helper.StartAsync("upstream");
        await using var noise = options.Quiet ? null : await Helper.StartAsync("noise");
        Table.Head(
            $"Verdicts on p50 and p95 at most {Bound} times the baseline's, {Rate:0}/s each for {options.VerdictSeconds:0} s, {(options.Quiet ? "undisturbed" : "with two disturbing threads")}",
            "fork", "runs", "pass", "fail", "inconclusive", "p50 ratio, lowest to highest", "wrong", "goal");
        var slower = await RowAsync("20 % slower", 120, StepState.Failed, upstream, options);
        var same = await RowAsync("identical", 100, StepState.Passed, upstream, options);
        return slower && same;
    }

    private static async Task<bool> RowAsync(string name, int percent, StepState right, Helper upstream, BenchOptions options)
    {
        var states = new List<StepState>();
        var ratios = new List<double>();
        for (var i = 0; i < options.Repetitions; i++)
        {
            var services = new BenchServices(new Uri(upstream.FirstLine), $"{name} {i}");
            var outcome = await new LoadStepRunner().RunAsync(Step(percent, options), services, CancellationToken.None);
            states.Add(outcome.State);
            if (outcome.Output is not { } output)
            {
                throw new InvalidOperationException(outcome.Summary);
            }

            ratios.Add(output.GetProperty("ratios").GetProperty("p50").GetDouble());
        }

        // An identical fork may be left undecided by noise, but never called slower; a slower one has to be called so.
        var wrong = states.Count(state => right == StepState.Failed ? state != right : state == StepState.Failed);
        Table.Row(
            name, $"{states.Count}", $"{Count(StepState.Passed)}", $"{Count(StepState.Failed)}", $"{Count(StepState.Inconclusive)}",
            $"{ratios.Min():0.000} to {ratios.Max():0.000}", $"{(double)wrong / states.Count:0 %}", $"{(right == StepState.Failed ? "always fail" : "never fail")}: {Table.Goal(wrong == 0)}");
        return wrong == 0;

        int Count(StepState state) => states.Count(each => each == state);
    }

    private static LoadStep Step(int percent, BenchOptions options) => new()
    {
        Id = "load",
        Request = new RequestTemplate { Service = new PlanTemplate("bench", []), Path = new PlanTemplate($"/work/{percent}", []) },
        Rate = Rate,
        WarmUp = TimeSpan.FromSeconds(1),
        Duration = TimeSpan.FromSeconds(options.VerdictSeconds),
        Thresholds = [new LoadThreshold { Metric = LoadMetric.P50, AtMostRatio = Bound }, new LoadThreshold { Metric = LoadMetric.P95, AtMostRatio = Bound }],
        Timeout = TimeSpan.FromMinutes(5),
    };
}
