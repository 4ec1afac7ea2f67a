using AgentSandbox.Orchestration.Plans.Steps.Loading;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Deciding;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Loading;

public sealed class ThresholdJudgeTests
{
    private static readonly LoadMeasurement s_slower = Samples.Measure((side, random) => Samples.Around(random, side == LoadSide.Sandbox ? 12 : 10));

    [Theory]
    [InlineData(LoadMetric.P50, 1.1, nameof(ThresholdState.Violated))]
    [InlineData(LoadMetric.P95, 1.1, nameof(ThresholdState.Violated))]
    [InlineData(LoadMetric.P50, 1.3, nameof(ThresholdState.Holds))]
    [InlineData(LoadMetric.P50, 1.2, nameof(ThresholdState.Undecided))]
    public void RatioOfASlowerFork_IsDecidedByItsInterval(LoadMetric metric, double bound, string expected) =>
        Judge(s_slower, new LoadThreshold { Metric = metric, AtMostRatio = bound }).State.ToString().Should().Be(expected);

    [Theory]
    [InlineData(11.0, nameof(ThresholdState.Violated))]
    [InlineData(13.0, nameof(ThresholdState.Holds))]
    public void AbsoluteBound_IsAboutTheSandbox(double bound, string expected) =>
        Judge(s_slower, new LoadThreshold { Metric = LoadMetric.P50, AtMost = bound }).State.ToString().Should().Be(expected);

    [Theory]
    [InlineData(35, nameof(ThresholdState.Holds))]
    [InlineData(60, nameof(ThresholdState.Violated))]
    public void Throughput_HasToReachItsBound(double bound, string expected) =>
        Judge(s_slower, new LoadThreshold { Metric = LoadMetric.Throughput, AtLeast = bound }).State.ToString().Should().Be(expected);

    [Fact]
    public void IdenticalFork_IsNotSlower()
    {
        var same = Samples.Measure((_, random) => Samples.Around(random, 10));

        Judge(same, new LoadThreshold { Metric = LoadMetric.P50, AtMostRatio = 1.1 }).State.Should().Be(ThresholdState.Holds);
    }

    [Fact]
    public void TooFewRequests_CannotHoldAnUpperBound()
    {
        var outcome = Judge(s_slower, new LoadThreshold { Metric = LoadMetric.P99, AtMost = 1000 });

        outcome.State.Should().Be(ThresholdState.Undecided);
        outcome.Reason.Should().Contain("needs at least 1000 requests").And.Contain("there were 400");
    }

    [Fact]
    public void TooFewRequests_CanStillViolateIt() =>
        Judge(s_slower, new LoadThreshold { Metric = LoadMetric.P99, AtMost = 5 }).State.Should().Be(ThresholdState.Violated);

    [Fact]
    public void NoiseOverTheBound_SaysSoAndHowLongToMeasure()
    {
        var noisy = Samples.Measure((side, random) => Math.Exp(2 * random.NextDouble()) * (side == LoadSide.Sandbox ? 11 : 10), requests: 80);

        var outcome = Judge(noisy, new LoadThreshold { Metric = LoadMetric.P50, AtMostRatio = noisy.Ratios[LoadMetric.P50].Value * 1.05 });

        outcome.State.Should().Be(ThresholdState.Undecided);
        outcome.Reason.Should().StartWith("The noise is larger than the claim: measuring about").And.Contain("times as long");
    }

    [Fact]
    public void LatenessOfTheGenerator_IsNotTheForksFault()
    {
        var late = Samples.Measure((_, random) => Samples.Around(random, 10), lateness: 100);

        var outcome = Judge(late, new LoadThreshold { Metric = LoadMetric.P50, AtMost = 20 });

        outcome.State.Should().Be(ThresholdState.Undecided);
        outcome.Reason.Should().Contain("too busy to send on time");
    }

    [Fact]
    public void RatioWithoutBaseline_IsUndecided()
    {
        var alone = Samples.Measure((_, random) => Samples.Around(random, 10), withBaseline: false);

        Judge(alone, new LoadThreshold { Metric = LoadMetric.P50, AtMostRatio = 1.1 }).Found.Should().Be("the baseline was not measured");
    }

    [Theory]
    [InlineData(0, 0.0, nameof(ThresholdState.Holds))]
    [InlineData(1, 0.0, nameof(ThresholdState.Violated))]
    [InlineData(0, 0.02, nameof(ThresholdState.Holds))]
    [InlineData(0, 0.001, nameof(ThresholdState.Undecided))]
    [InlineData(40, 0.02, nameof(ThresholdState.Violated))]
    public void ErrorRate_IsDecidedByWilsonsInterval(int errors, double bound, string expected) =>
        Judge(WithErrors(errors, ofBaseline: 0), new LoadThreshold { Metric = LoadMetric.ErrorRate, AtMost = bound }).State.ToString().Should().Be(expected);

    [Fact]
    public void ErrorRatio_OfAForkThatFailsMoreOften_IsViolated() =>
        Judge(WithErrors(80, ofBaseline: 8), new LoadThreshold { Metric = LoadMetric.ErrorRate, AtMostRatio = 2 }).State.Should().Be(ThresholdState.Violated);

    [Fact]
    public void FailingFast_DoesNotPassALatencyThreshold()
    {
        var outcomes = ThresholdJudge.Judge([new LoadThreshold { Metric = LoadMetric.P50, AtMost = 100 }], WithErrors(200, ofBaseline: 0));

        outcomes.Should().ContainSingle(outcome => outcome.Subject == "errorRate").Which.State.Should().Be(ThresholdState.Violated);
    }

    [Fact]
    public void ErrorsThatTheBaselineHasToo_AreUndecided()
    {
        var outcomes = ThresholdJudge.Judge([], WithErrors(200, ofBaseline: 200));

        outcomes.Should().ContainSingle().Which.Reason.Should().Contain("The baseline fails such requests as well");
    }

    [Fact]
    public void WarmUp_IsLeftOut()
    {
        s_slower.Sandbox.Requests.Should().Be(400);
        s_slower.Sandbox.Errors.Should().Be(0);
        s_slower.Sandbox.Estimates[LoadMetric.P50].Value.Should().BeInRange(11, 13);
    }

    private static LoadMeasurement WithErrors(int ofSandbox, int ofBaseline)
    {
        var left = new Dictionary<LoadSide, int> { [LoadSide.Sandbox] = ofSandbox, [LoadSide.Baseline] = ofBaseline };
        return Samples.Measure(
            (_, random) => Samples.Around(random, 10),
            (side, _) => new LoadAnswer(LoadAnswerKind.Answered, left[side]-- > 0 ? 500 : 200));
    }

    private static ThresholdOutcome Judge(LoadMeasurement measurement, LoadThreshold threshold) => ThresholdJudge.Judge([threshold], measurement)[0];
}
