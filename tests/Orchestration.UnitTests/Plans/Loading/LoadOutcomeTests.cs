using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps;
using AgentSandbox.Orchestration.Plans.Steps.Loading;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;
using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Loading;

public sealed class LoadOutcomeTests
{
    private static readonly LoadMeasurement s_slower = Samples.Measure((side, random) => Samples.Around(random, side == LoadSide.Sandbox ? 12 : 10));
    private static readonly ForkShare s_met = new(440, 440);

    [Fact]
    public void ViolatedThreshold_FailsWithTheClaimAndWhatWasFound()
    {
        var outcome = Of(new LoadThreshold { Metric = LoadMetric.P50, AtMostRatio = 1.1 }, s_met);

        outcome.State.Should().Be(StepState.Failed);
        outcome.Failures.Should().ContainSingle().Which.ToString().Should().Match("p50 ratio: expected at most 1.1 times the baseline's, found 1.* times the baseline's (95 % interval 1.* to 1.*)");
        outcome.Evidence[0].Weight.Should().Be(90);
        outcome.MetFork.Should().BeTrue();
    }

    [Fact]
    public void UndecidedThreshold_IsInconclusive() =>
        Of(new LoadThreshold { Metric = LoadMetric.P50, AtMostRatio = 1.2 }, s_met).State.Should().Be(StepState.Inconclusive);

    [Fact]
    public void HoldingThreshold_Passes() =>
        Of(new LoadThreshold { Metric = LoadMetric.P50, AtMostRatio = 1.5 }, s_met).State.Should().Be(StepState.Passed);

    [Fact]
    public void LoadThatMetNoFork_FailsWhateverWasMeasured()
    {
        var outcome = Of(new LoadThreshold { Metric = LoadMetric.P50, AtMostRatio = 1.5 }, new ForkShare(0, 440));

        outcome.State.Should().Be(StepState.Failed);
        outcome.Summary.Should().StartWith("This tested the baseline");
        outcome.MetFork.Should().BeFalse();
    }

    [Fact]
    public void LoadThatMostlyMissedTheFork_ProvesNothing() =>
        Of(new LoadThreshold { Metric = LoadMetric.P50, AtMostRatio = 1.5 }, new ForkShare(100, 440)).State.Should().Be(StepState.Inconclusive);

    [Fact]
    public void Evidence_HasQuantilesHistogramsAndThresholds()
    {
        var data = Of(new LoadThreshold { Metric = LoadMetric.P95, AtMostRatio = 1.1 }, s_met).Evidence[0].Data!.Value;

        data.GetProperty("unit").GetString().Should().Be("ms");
        foreach (var side in new[] { "baseline", "sandbox" })
        {
            data.GetProperty(side).GetProperty("requests").GetInt32().Should().Be(400);
            data.GetProperty(side).GetProperty("quantiles").GetProperty("p99").GetDouble().Should().BePositive();
            data.GetProperty(side).GetProperty("histogram").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt64()).Should().Be(400);
        }

        var threshold = data.GetProperty("thresholds")[0];
        threshold.GetProperty("outcome").GetString().Should().Be("fail");
        threshold.GetProperty("low").GetDouble().Should().BeGreaterThan(1.1).And.BeLessThan(threshold.GetProperty("high").GetDouble());
    }

    [Fact]
    public void Output_HasBothSidesAndRatios()
    {
        var output = Of(new LoadThreshold { Metric = LoadMetric.P50, AtMostRatio = 1.5 }, s_met).Output!.Value;

        output.GetProperty("sandbox").GetProperty("p50").GetDouble().Should().BeApproximately(12, 1);
        output.GetProperty("baseline").GetProperty("errorRate").GetDouble().Should().Be(0);
        output.GetProperty("ratios").GetProperty("p50").GetDouble().Should().BeApproximately(1.2, 0.05);
    }

    private static StepOutcome Of(LoadThreshold threshold, ForkShare share) => LoadOutcome.Of(
        new LoadStep
        {
            Id = "load",
            Request = new RequestTemplate { Service = new PlanTemplate("orders", []), Path = new PlanTemplate("/", []) },
            Thresholds = [threshold],
        },
        s_slower,
        share);
}
