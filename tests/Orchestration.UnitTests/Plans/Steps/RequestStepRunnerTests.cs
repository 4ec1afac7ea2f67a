using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Expectations;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps;
using AgentSandbox.Orchestration.Plans.Steps.Requests;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Router;
using AgentSandbox.Router.Hops;
using static AgentSandbox.Orchestration.UnitTests.Plans.Steps.ScriptedServices;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Steps;

public sealed class RequestStepRunnerTests
{
    private static readonly RequestProof s_routed = ProofOf(ProofVerdict.Routed, Hop("frontend", HopAnswer.Baseline), Hop("orders", HopAnswer.Fork));

    [Fact]
    public async Task ForkAnsweredAndClaimsHold_Passes()
    {
        var outcome = await Run(Response("""{"total": 3}"""), s_routed, Expect("$.status", "200"), Expect("$.body.total", "3.0"), Expect("$.hops[1].answeredBy", "\"fork\""));

        outcome.State.Should().Be(StepState.Passed);
        outcome.MetFork.Should().BeTrue();
        outcome.Output!.Value.GetProperty("milliseconds").GetDouble().Should().Be(12.5);
    }

    [Theory]
    [InlineData(ProofVerdict.NotReached)]
    [InlineData(ProofVerdict.NotRouted)]
    public async Task NoForkMet_FailsAsTestOfTheBaseline(ProofVerdict verdict)
    {
        var outcome = await Run(Response("{}"), ProofOf(verdict, Hop("frontend", HopAnswer.Baseline)), Expect("$.status", "200"));

        outcome.State.Should().Be(StepState.Failed);
        outcome.MetFork.Should().BeFalse();
        outcome.Summary.Should().Contain("this tested the baseline");
        outcome.Evidence.Should().ContainSingle(evidence => evidence.Weight == 100).Which.Should()
            .Match<Evidence>(evidence => evidence.Kind == EvidenceKind.Hops && evidence.Data!.Value.GetArrayLength() == 1);
    }

    [Fact]
    public async Task ForkThatCouldNotAnswer_IsNotCalledBaseline()
    {
        var outcome = await Run(Response("{}", 503), ProofOf(ProofVerdict.NotRouted, Hop("orders", HopAnswer.Router, RouterErrorCodes.ForkUnavailable)));

        outcome.State.Should().Be(StepState.Failed);
        outcome.Summary.Should().Contain("no answer by a fork").And.NotContain("tested the baseline");
    }

    [Fact]
    public async Task Unproven_IsInconclusive()
    {
        var outcome = await Run(Response("{}"), ProofOf(ProofVerdict.Unproven), Expect("$.status", "200"));

        outcome.State.Should().Be(StepState.Inconclusive);
        outcome.Summary.Should().Contain("not proven");
    }

    [Fact]
    public async Task UnprovenButWrong_Fails()
    {
        var outcome = await Run(Response("{}", 500), ProofOf(ProofVerdict.Unproven), Expect("$.status", "200"));

        outcome.State.Should().Be(StepState.Failed);
    }

    [Fact]
    public async Task SeveralClaimsBroken_AreAllListed()
    {
        var outcome = await Run(Response("""{"total": 4, "items": [1, 2]}""", 500), s_routed, Expect("$.status", "200"), Expect("$.body.total", "3"), Expect("$.body.missing", "1"), Expect("$.body.items[*]", "1"));

        outcome.Failures.Select(failure => failure.ToString()).Should().Equal(
            "$.status: expected 200, found 500",
            "$.body.total: expected 3, found 4",
            "$.body.missing: expected 1, found nothing",
            "$.body.items[*] ($.body.items[1]): expected 1, found 2");
        outcome.State.Should().Be(StepState.Failed);
    }

    [Fact]
    public async Task BodyThatIsNoJson_IsOneClearFailure()
    {
        var outcome = await Run(Response("<html>no</html>", type: "text/html"), s_routed, Expect("$.body.a", "1"), Expect("$.body.b", "1"), Expect("$.status", "201"));

        outcome.Failures.Should().HaveCount(2);
        outcome.Failures[0].Should().Match<ClaimFailure>(failure => failure.Path == "body" && failure.Expected == "JSON" && failure.Found.Contains("text/html, no JSON: \"<html>no</html>\""));
    }

    [Fact]
    public async Task TextClaimOnBodyThatIsNoJson_IsEvaluated()
    {
        var outcome = await Run(Response("hello", type: "text/plain"), s_routed, Expect("$.text", "\"hello\""), Expect("$.headers['content-type']", "\"text/plain\""));

        outcome.State.Should().Be(StepState.Passed);
    }

    [Fact]
    public async Task NamedForkThatDidNotAnswer_Fails()
    {
        var outcome = await Run(Response("{}"), s_routed, step => step with { ServedByForks = ["payments"] });

        outcome.State.Should().Be(StepState.Failed);
        outcome.Failures.Should().ContainSingle().Which.Should().Match<ClaimFailure>(failure => failure.Expected == "the fork of payments" && failure.Found.StartsWith("orders revision 3"));
    }

    [Fact]
    public async Task BaselineWantedAndForkAnswered_Fails()
    {
        var outcome = await Run(Response("{}"), s_routed, step => step with { ServedBy = ServedBy.Baseline });

        outcome.Failures.Should().ContainSingle().Which.Expected.Should().Be("the baseline alone");
    }

    [Fact]
    public async Task AnyoneMayAnswer_PassesWithoutProof()
    {
        var outcome = await Run(Response("{}"), ProofOf(ProofVerdict.Unproven), step => step with { ServedBy = ServedBy.Any });

        outcome.State.Should().Be(StepState.Passed);
        outcome.MetFork.Should().BeFalse();
    }

    [Theory]
    [InlineData(FailureCodes.RequestTimedOut, FailureCategory.User, true, StepState.Failed, false)]
    [InlineData(FailureCodes.RequestFailed, FailureCategory.Environment, true, StepState.Failed, false)]
    [InlineData(FailureCodes.InvalidPath, FailureCategory.User, false, StepState.Failed, true)]
    [InlineData(FailureCodes.SandboxDeleting, FailureCategory.User, false, StepState.Inconclusive, false)]
    [InlineData(FailureCodes.BaselineStarting, FailureCategory.Environment, true, StepState.Inconclusive, false)]
    public async Task RequestThatFails_IsJudgedByWhatItsFailureMeans(string code, FailureCategory category, bool retryable, StepState state, bool isFinal)
    {
        var services = new ScriptedServices { Answer = () => new SandboxFailure { Code = code, Category = category, Message = "It broke.", Hint = "Look.", Retryable = retryable } };

        var outcome = await new RequestStepRunner().RunAsync(Step(), services, CancellationToken.None);

        (outcome.State, outcome.IsFinal, outcome.Summary).Should().Be((state, isFinal, "It broke."));
    }

    [Fact]
    public async Task TemplateWithoutValue_FailsForGoodAndSendsNothing()
    {
        var services = new ScriptedServices { Answer = () => throw new InvalidOperationException("sent") };
        var step = Step() with { Request = new RequestTemplate { Service = Text("orders"), Path = new PlanTemplate("/${steps.a.id}", ["steps.a.id"]) } };

        var outcome = await new RequestStepRunner().RunAsync(step, services, CancellationToken.None);

        (outcome.State, outcome.IsFinal).Should().Be((StepState.Failed, true));
        outcome.Summary.Should().Contain("steps.a.id");
    }

    [Fact]
    public async Task SecretsInAnswers_DoNotReachEvidence()
    {
        var body = $$"""{"password": "{{Secret}}", "long": "{{new string('x', 190)}}{{Secret}}"}""";
        var outcome = await Run(Response(body), s_routed, Expect("$.body.password", "1"), Expect("$.body.long", "1"), Expect("$.body", "1"));

        JsonSerializer.Serialize(outcome with { Output = null }).Should().NotContain("hunter2").And.Contain("***");
    }

    [Fact]
    public async Task EmptyAndTruncatedBodies_SayWhatTheyAre()
    {
        var empty = await Run(Response("", 204), s_routed, Expect("$.body.a", "1"));
        var truncated = await Run(Response("[1,") with { IsTruncated = true, BodyBytes = 1 << 30 }, s_routed, Expect("$.body[0]", "1"));

        empty.Failures.Should().ContainSingle().Which.Found.Should().StartWith("an empty body");
        truncated.Failures.Should().ContainSingle().Which.Found.Should().StartWith("more than the 3 bytes that are read");
    }

    private static Expectation Expect(string path, string operand) => new() { Path = path, Label = path, Matchers = [new Matcher(MatcherKind.Is, Json(operand))] };

    private static PlanTemplate Text(string text) => new(text, []);

    private static RequestStep Step(params Expectation[] expect) => new()
    {
        Id = "step",
        Request = new RequestTemplate { Service = Text("frontend"), Path = Text("/orders") },
        Expect = expect,
    };

    private static Task<StepOutcome> Run(ObservedResponse response, RequestProof proof, params Expectation[] expect) => Run(response, proof, _ => Step(expect));

    private static Task<StepOutcome> Run(ObservedResponse response, RequestProof proof, Func<RequestStep, RequestStep> change) =>
        new RequestStepRunner().RunAsync(change(Step()), new ScriptedServices { Answer = () => new ProvenResponse(response, proof) }, CancellationToken.None);
}
