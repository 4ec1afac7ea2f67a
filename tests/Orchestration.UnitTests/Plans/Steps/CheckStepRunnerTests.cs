using AgentSandbox.Orchestration.Plans.Expectations;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Checking;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Steps;

public sealed class CheckStepRunnerTests
{
    [Theory]
    [InlineData("$.steps.a.total", "\"${steps.b.total}\"", StepState.Passed)]
    [InlineData("$.steps.a.total", "\"${params.other}\"", StepState.Failed)]
    [InlineData("$.steps.a.total", "\"${steps.b.missing}\"", StepState.Failed)]
    [InlineData("$.steps.a.name", "\"order ${steps.b.total}\"", StepState.Passed)]
    public async Task Claim_IsHeldAgainstCapturedValues(string path, string operand, StepState state)
    {
        var services = new ScriptedServices { Values = ScriptedServices.Json("""{"params":{"other":5},"steps":{"a":{"total":12.50,"name":"order 12.5"},"b":{"total":12.5}}}""") };
        var step = new CheckStep { Id = "c", Expect = [new Expectation { Path = path, Label = path, Matchers = [new Matcher(MatcherKind.Is, ScriptedServices.Json(operand))] }] };

        var outcome = await new CheckStepRunner().RunAsync(step, services, CancellationToken.None);

        outcome.State.Should().Be(state);
        outcome.Failures.Should().HaveCount(state == StepState.Failed ? 1 : 0);
    }
}
