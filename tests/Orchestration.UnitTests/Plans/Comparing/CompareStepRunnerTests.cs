using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.UnitTests.Comparison;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Comparing;

public sealed class CompareStepRunnerTests
{
    [Fact]
    public async Task EqualAnswers_Pass()
    {
        var sides = new TwoSides();
        var outcome = await Run(sides);

        outcome.State.Should().Be(StepState.Passed);
        outcome.MetFork.Should().BeTrue();
        sides.SentToBaseline.Should().HaveCount(3);
        sides.SentToSandbox.Should().ContainSingle();
    }

    [Fact]
    public async Task ABreakingDifference_FailsAndIsEvidence()
    {
        var sides = new TwoSides { Baseline = _ => Answers.Of("""{"total":1,"name":"a"}"""), Sandbox = _ => Answers.Of("""{"name":"b","more":1}""") };
        var outcome = await Run(sides);

        outcome.State.Should().Be(StepState.Failed);
        outcome.Failures.Should().ContainSingle().Which.Path.Should().Be("$.total");
        var evidence = outcome.Evidence.Single(item => item.Kind == EvidenceKind.Differences);
        evidence.Weight.Should().Be(90);
        evidence.Data!.Value.EnumerateArray().Select(item => $"{item.GetProperty("class")} {item.GetProperty("path")}").Should()
            .Equal("breaking $.total", "changed $.name", "additive $.more");
        outcome.Output!.Value.GetProperty("baseline").GetProperty("body").GetProperty("total").GetInt32().Should().Be(1);
        sides.SentToBaseline.Should().HaveCount(9, "what would fail is confirmed");
    }

    [Fact]
    public async Task ABaselineThatChangesMeanwhile_IsNotBlamedOnTheFork()
    {
        var sides = new TwoSides { Baseline = n => Answers.Of(n < 3 ? """{"a":1,"b":1}""" : """{"a":1}"""), Sandbox = _ => Answers.Of("""{"a":1}""") };

        (await Run(sides)).State.Should().Be(StepState.Passed);
    }

    [Fact]
    public async Task OtherClasses_FailWhenTheyAreNamed()
    {
        var sides = new TwoSides { Baseline = _ => Answers.Of("""{"a":1}"""), Sandbox = _ => Answers.Of("""{"a":2}""") };

        (await Run(sides)).State.Should().Be(StepState.Passed);
        (await Run(sides, new ComparisonRules { FailOn = [DifferenceClass.Changed] })).State.Should().Be(StepState.Failed);
        (await Run(sides, new ComparisonRules { FailOn = [DifferenceClass.Changed], Allow = ["a"] })).State.Should().Be(StepState.Passed);
    }

    [Theory]
    [InlineData(ProofVerdict.NotRouted)]
    [InlineData(ProofVerdict.NotReached)]
    public async Task ASandboxRequestThatMetNoFork_FailsAsTestOfTheBaseline(ProofVerdict verdict)
    {
        var outcome = await Run(new TwoSides { Proof = verdict });

        outcome.State.Should().Be(StepState.Failed);
        outcome.MetFork.Should().BeFalse();
        outcome.Failures.Should().ContainSingle().Which.Found.Should().Contain("this tested the baseline");
        outcome.Evidence.Should().ContainSingle(evidence => evidence.Weight == 100);
    }

    [Theory]
    [InlineData(ProofVerdict.Unproven)]
    [InlineData(null)]
    public async Task WithoutProof_NothingIsDecided(ProofVerdict? verdict) => (await Run(new TwoSides { Proof = verdict })).State.Should().Be(StepState.Inconclusive);

    [Fact]
    public async Task ABaselineThatFails_IsNothingToCompareWith()
    {
        (await Run(new TwoSides { Baseline = _ => TwoSides.Failure(FailureCodes.RequestFailed) })).State.Should().Be(StepState.Inconclusive);
        (await Run(new TwoSides { Baseline = _ => Answers.Of("", 503) })).Summary.Should().Contain("503");
        (await Run(new TwoSides { Baseline = n => Answers.Of("{}", n == 1 ? 404 : 200) })).Should().BeEquivalentTo(new { State = StepState.Inconclusive });
    }

    [Fact]
    public async Task ASandboxThatBreaksOff_Fails() =>
        (await Run(new TwoSides { Sandbox = _ => TwoSides.Failure(FailureCodes.RequestTimedOut) })).State.Should().Be(StepState.Failed);

    [Fact]
    public async Task UnsafeMethods_GoNowhereUnlessAgreed()
    {
        var sides = new TwoSides();
        var outcome = await Run(sides, method: "POST");

        outcome.State.Should().Be(StepState.Failed);
        outcome.IsFinal.Should().BeTrue();
        sides.SentToBaseline.Should().BeEmpty();
        sides.SentToSandbox.Should().BeEmpty();
    }

    [Fact]
    public async Task AgreedUnsafeMethods_AreSentOnce_WithAWarning()
    {
        var sides = new TwoSides { Sandbox = _ => Answers.Of("{}", 201) };
        var outcome = await Run(sides, method: "POST", mutates: true);

        sides.SentToBaseline.Should().ContainSingle();
        outcome.Evidence.Should().ContainSingle(evidence => evidence.Weight == 50 && evidence.Title.Contains("mutates: true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BrokenPatterns_AreFinal()
    {
        var outcome = await Run(new TwoSides(), new ComparisonRules { Ignore = ["$.a[?(@.b)]"] });

        outcome.IsFinal.Should().BeTrue();
        outcome.Summary.Should().Contain("$.a[?(@.b)]");
    }

    [Fact]
    public async Task TooLargeBodies_DecideNothing() =>
        (await Run(new TwoSides { Sandbox = _ => Answers.Of("{") with { IsTruncated = true } })).State.Should().Be(StepState.Inconclusive);

    [Fact]
    public async Task Secrets_AreNowhereInWhatIsKept()
    {
        var long_ = new string('x', 110);
        var sides = new TwoSides { Baseline = _ => Answers.Of("""{"a":1}"""), Sandbox = _ => Answers.Of($$"""{"a":"{{long_}}{{TwoSides.Secret}}"}""") };
        var outcome = await Run(sides);

        JsonSerializer.Serialize(outcome with { Output = null }).Should().NotContain("hunter2").And.Contain("[redac");
    }

    private static Task<StepOutcome> Run(TwoSides sides, ComparisonRules? rules = null, string method = "GET", bool mutates = false) => new CompareStepRunner().RunAsync(
        new CompareStep
        {
            Id = "c",
            Request = new RequestTemplate { Service = new PlanTemplate("orders", []), Path = new PlanTemplate("/orders", []), Method = method },
            Mutates = mutates,
            Rules = rules ?? new ComparisonRules(),
        },
        sides,
        CancellationToken.None);
}
