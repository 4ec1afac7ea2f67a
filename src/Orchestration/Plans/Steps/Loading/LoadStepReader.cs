using System.Globalization;
using AgentSandbox.Orchestration.Configuration.Binding;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.Plans.Reading.Keys;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading;

/// <summary>Reads <c>load</c> steps.</summary>
internal sealed class LoadStepReader : IStepReader
{
    private static readonly ScalarShape s_ratio = PlanScalars.Number(0.001, 1000);
    private static readonly ScalarShape s_time = PlanScalars.DurationUpTo(TimeSpan.FromHours(1), "1h");

    public KeyDefinition Key { get; } = new(
        StepKinds.Load,
        new ObjectShape
        {
            Name = StepKinds.Load,
            Keys =
            [
                .. RequestKeys.All,
                RequestKeys.Mutates("Agrees that state is changed by the requests."),
                new("rate", PlanScalars.Number(0.1, 10_000), "Requests per second to the sandbox; the baseline gets as many.") { Default = "20", OtherNames = ["rps", "qps"] },
                new("duration", s_time, "How long is measured, warm-up excluded.") { Default = "10s", OtherNames = ["for"] },
                new("warmUp", s_time, "How long is sent before measuring.") { Default = "2s", OtherNames = ["warmup"] },
                new("baseline", Scalars.Boolean, "Whether the baseline is measured too; without it there are no ratios.") { Default = "true" },
                new("confidence", PlanScalars.Number(0.5, 0.999), "The confidence of the interval that a verdict rests on.") { Default = "0.95" },
                new("thresholds", Thresholds(), "Claims about the sandbox's measurement.") { OtherNames = ["expect", "limits"] },
            ],
        },
        "Measures sandbox and baseline interleaved.")
    { OtherNames = ["bench", "performance"] };

    public PlanStep Read(StepScope scope)
    {
        var value = scope.Value;
        var defaults = new LoadStep { Id = scope.Id, Request = RequestTemplateReader.Read(scope) };
        var (duration, warmUp) = (Values.Duration(value.Find("duration"), defaults.Duration), Values.Duration(value.Find("warmUp"), defaults.WarmUp));
        var step = defaults with
        {
            Mutates = value.Find("mutates")?.IsTrue ?? false,
            Rate = Number(value.Find("rate")) ?? defaults.Rate,
            Duration = duration,
            WarmUp = warmUp,
            MeasureBaseline = value.Find("baseline")?.IsTrue ?? true,
            Confidence = Number(value.Find("confidence")) ?? defaults.Confidence,
            Thresholds = [.. (value.Find("thresholds")?.Entries ?? []).SelectMany(ReadThresholds)],
            Timeout = duration + warmUp + TimeSpan.FromSeconds(60),
        };
        RequestTemplateReader.CheckSafe(scope, step.Request, step.Mutates);
        Check(scope, step);
        return step;
    }

    private static ObjectShape Thresholds()
    {
        var latency = Bounds("latency", [new("atMost", s_time, "The greatest latency."), new("atMostRatio", s_ratio, "The greatest ratio to the baseline, such as 1.2.")]);
        return new ObjectShape
        {
            Name = "thresholds",
            Keys =
            [
                new("p50", latency, "The median latency.") { OtherNames = ["median"] },
                new("p90", latency, "The 90th percentile of latency."),
                new("p95", latency, "The 95th percentile of latency."),
                new("p99", latency, "The 99th percentile of latency."),
                new("errorRate", Bounds("error-rate", [new("atMost", PlanScalars.Number(0, 1), "The greatest share, 0 to 1."), new("atMostRatio", s_ratio, "The greatest ratio to the baseline.")]), "The share of requests that failed or were not answered with 2xx or 3xx.") { OtherNames = ["errors"] },
                new("throughput", Bounds("throughput", [new("atLeast", PlanScalars.Number(0.001, 10_000), "The least number of answers per second."), new("atLeastRatio", s_ratio, "The least ratio to the baseline, such as 0.9.")]), "Answers per second."),
            ],
        };
    }

    private static ObjectShape Bounds(string name, IReadOnlyList<KeyDefinition> keys) => new()
    {
        Name = name,
        Keys = keys,
        AnyOf = [.. keys.Select(key => key.Name)],
        AnyOfFix = $"write {string.Join(" or ", keys.Select(key => key.Name))}",
    };

    private static IEnumerable<LoadThreshold> ReadThresholds(YamlEntry entry)
    {
        if (!Enum.TryParse<LoadMetric>(entry.Name, ignoreCase: true, out var metric))
        {
            yield break;
        }

        foreach (var bound in entry.Value.Entries)
        {
            var number = Number(bound.Value) ?? Values.Duration(bound.Value, TimeSpan.Zero).TotalMilliseconds;
            var threshold = new LoadThreshold { Metric = metric };
            yield return bound.Name switch
            {
                "atMost" => threshold with { AtMost = number },
                "atLeast" => threshold with { AtLeast = number },
                "atMostRatio" => threshold with { AtMostRatio = number },
                _ => threshold with { AtLeastRatio = number },
            };
        }
    }

    private static void Check(StepScope scope, LoadStep step)
    {
        var thresholds = scope.Value.Find("thresholds") ?? scope.Value;
        if (!step.MeasureBaseline && step.Thresholds.Any(threshold => threshold.AtMostRatio is not null || threshold.AtLeastRatio is not null))
        {
            scope.Contradict($"\"{scope.KindPath}\" has a threshold that is a ratio to the baseline, but does not measure the baseline.", "remove \"baseline: false\", or write an absolute threshold", thresholds, "thresholds");
        }

        if (step.Thresholds.Any(threshold => threshold.AtLeast > step.Rate))
        {
            scope.Contradict($"\"{scope.KindPath}\" wants more answers per second than it sends requests.", "raise \"rate\", or lower \"throughput\"", thresholds, "thresholds");
        }

        if (scope.Step.Find("timeout") is { } timeout && Values.Duration(timeout, TimeSpan.MaxValue) is var limit && limit < step.Duration + step.WarmUp)
        {
            scope.Contradict($"The time-out of \"{scope.Path}\" is shorter than its load takes.", "raise \"timeout\", or shorten \"duration\"", timeout, "duration");
        }
    }

    private static double? Number(YamlValue? value)
        => value is { Type: YamlScalarType.Integer or YamlScalarType.Float } && double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
