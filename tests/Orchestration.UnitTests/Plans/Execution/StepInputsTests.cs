using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.UnitTests.Plans.Steps;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Execution;

public sealed class StepInputsTests
{
    [Theory]
    [InlineData("request: { service: a, path: \"/x?n=${params.n}\", method: POST, headers: { accept: text/plain, authorization: abc }, body: hello }", "POST /x?n=7 of a\naccept: text/plain\nauthorization: [redacted]\n\nhello")]
    [InlineData("compare: { service: a, path: /x }", "GET /x of a")]
    [InlineData("load: { service: a, path: /x, rate: 5, duration: 3s, warmUp: 1s }", "5 requests per second, 1 s to warm up and 3 s measured, baseline too:\nGET /x of a")]
    [InlineData("run: { command: [npx, playwright, \"${params.n}\"], directory: e2e, env: { TOKEN: abc } }", "npx playwright 7 (in e2e, with TOKEN set)")]
    [InlineData("logs: { service: a, expect: [{ contains: done }, { level: error, atMost: 0 }] }", "lines of a: 'done' 1 to any number of times; level error 0 to 0 times")]
    [InlineData("replay: { recording: r.har, services: [a] }", "r.har, requests to a")]
    [InlineData("check: { $.params.n: 7 }", "$.params.n")]
    public void Of_SaysWhatTheStepWasGiven(string step, string expected) => Of(step).Should().Be(expected);

    [Fact]
    public void Of_PlaceWithoutValue_IsShownAsWritten() => Of("request: { service: a, path: \"/x?n=${params.n}\" }", "{\"params\":{}}").Should().Be("GET /x?n=${params.n} of a");

    [Fact]
    public void Of_Secrets_AreRedacted_AndTheLengthIsBounded()
    {
        Of($"request: {{ service: a, path: /{ScriptedServices.Secret} }}").Should().NotContain(ScriptedServices.Secret);
        Of($"request: {{ service: a, path: /, method: POST, body: {new string('x', 5000)} }}").Length.Should().BeInRange(1900, 2001);
    }

    private static string Of(string step, string values = "{\"params\":{\"n\":\"7\"}}")
    {
        var read = PlanReader.Read($"version: 1\npurpose: p\nparameters: {{ n: {{ default: \"7\" }} }}\nsteps:\n  - id: s\n    {step}\n", "p", ["a"]);
        read.Problems.Should().BeEmpty();
        return StepInputs.Of(read.Plan!.Steps[0], new ScriptedServices { Values = ScriptedServices.Json(values) }); // no problems
    }
}
