using AgentSandbox.Orchestration.Plans.Reading;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reading;

public sealed class BadPlanTests
{
    private const string Request = "request: { service: a, path: / }";

    [Theory]
    [InlineData("title: x", "plan_missing_key", "None of \"request\", \"compare\"")]
    [InlineData($"{Request}, check: {{ $.params.a: 1 }}", "plan_contradiction", "\"check\" cannot stand beside \"request\"")]
    [InlineData("check: { $.params.a: 1 }, expect: { status: 200 }", "plan_contradiction", "needs \"request\"")]
    [InlineData($"{Request}, timeout: 0s", "plan_invalid_value", "is zero")]
    [InlineData($"{Request}, timeout: 20", "plan_wrong_type", "duration")]
    [InlineData($"{Request}, after: [t]", "plan_unknown_reference", "the step \"t\"")]
    [InlineData($"{Request}, after: [s]", "plan_dependency_cycle", "s → s")]
    [InlineData($"{Request}, when: '${{steps.nope.x}}'", "plan_unknown_reference", "the step \"nope\"")]
    [InlineData($"{Request}, when: '${{params.nope}}'", "plan_unknown_reference", "the parameter \"nope\"")]
    [InlineData($"{Request}, when: '${{HOME}}'", "plan_invalid_placeholder", "${HOME}")]
    [InlineData($"{Request}, when: '${{env:HOME}}'", "plan_invalid_placeholder", "${env:HOME}")]
    [InlineData($"{Request}, when: '${{params.a'", "plan_invalid_placeholder", "not closed")]
    [InlineData("request: { service: a, path: /, headers: { baggage: x } }", "plan_invalid_name", "'baggage'")]
    [InlineData("request: { service: a, path: /, headers: { x-sandbox-key: x } }", "plan_invalid_name", "'x-sandbox-key'")]
    [InlineData("request: { service: a, path: /, headers: { a: x, A: y } }", "plan_duplicate_key", "twice")]
    [InlineData("request: { service: a, path: /a/../b }", "plan_invalid_path", "\"..\" segment")]
    [InlineData("request: { service: a, path: 'http://a/b' }", "plan_invalid_path", "begins with \"/\"")]
    [InlineData("request: { service: a, path: /, body: }", "plan_wrong_type", "has no value")]
    [InlineData("request: { service: a, path: /, body: [.nan] }", "plan_invalid_value", "JSON")]
    [InlineData($"{Request}, expect: {{ text: {{ matches: '(' }} }}", "plan_invalid_pattern", "does not compile")]
    [InlineData($"{Request}, expect: {{ text: {{ matches: '(?=a)b' }} }}", "plan_invalid_pattern", "linear time")]
    [InlineData($"{Request}, expect: {{ text: {{ matches: '(a)\\1' }} }}", "plan_invalid_pattern", "linear time")]
    [InlineData($"{Request}, expect: {{ text: {{ matches: '(a{{1000}}){{1000}}' }} }}", "plan_invalid_pattern", "counts too far")]
    [InlineData($"{Request}, expect: {{ text: {{ matches: 'a${{params.a}}' }} }}", "plan_invalid_pattern", "cannot have places")]
    [InlineData($"{Request}, expect: {{ json: {{ '$.a[': 1 }} }}", "plan_invalid_json_path", "$.a[")]
    [InlineData($"{Request}, expect: {{ json: {{ '$.a[?(@.b =~ /(a+)+$/)]': 1 }} }}", "plan_invalid_json_path", "must be a JSONPath")]
    [InlineData($"{Request}, expect: {{ json: {{ '$..a..b..c': 1 }} }}", "plan_invalid_json_path", "must be a JSONPath")]
    [InlineData($"{Request}, expect: {{ json: {{ $.a: {{ schema: {{ type: strin }} }} }} }}", "plan_invalid_schema", "\"type\"")]
    [InlineData($"{Request}, expect: {{ json: {{ $.a: {{ schema: {{ properties: [] }} }} }} }}", "plan_invalid_schema", "does not parse")]
    [InlineData($"{Request}, expect: {{ json: {{ $.a: {{ schema: {{ $ref: 'http://127.0.0.1/x' }} }} }} }}", "plan_invalid_schema", "leaves it")]
    [InlineData($"{Request}, expect: {{ json: {{ $.a: {{ schema: {{ $ref: '#/definitions/x' }} }} }} }}", "plan_invalid_schema", "does not parse")]
    [InlineData($"{Request}, expect: {{ json: {{ $.a: {{ schema: {{ properties: {{ b: {{ pattern: '(' }} }} }} }} }} }}", "plan_invalid_schema", "\"pattern\"")]
    [InlineData($"{Request}, expect: {{ json: {{ $.a: {{ legnth: 1 }} }} }}", "plan_unknown_key", "\"legnth\"")]
    [InlineData($"{Request}, capture: {{ x: '$.a[' }}", "plan_invalid_json_path", "capture.x")]
    [InlineData("compare: { service: a, path: /, method: POST }", "plan_would_mutate", "POST to the baseline")]
    [InlineData("load: { service: a, path: /, method: DELETE }", "plan_would_mutate", "DELETE to the baseline")]
    [InlineData("load: { service: a, path: /, baseline: false, thresholds: { p95: { atMostRatio: 1.1 } } }", "plan_contradiction", "does not measure the baseline")]
    [InlineData("load: { service: a, path: /, rate: 5, thresholds: { throughput: { atLeast: 6 } } }", "plan_contradiction", "more answers per second")]
    [InlineData("load: { service: a, path: /, duration: 30s }, timeout: 10s", "plan_contradiction", "shorter than its load")]
    [InlineData("logs: { expect: [{ contains: x, atLeast: 2, atMost: 1 }] }", "plan_contradiction", "at least 2 and at most 1")]
    [InlineData("logs: { expect: [{ contains: x, atLeast: 0 }] }", "plan_contradiction", "never fail")]
    [InlineData("logs: { expect: [{ contains: '' }] }", "plan_contradiction", "every entry")]
    [InlineData("logs: { expect: [{ matches: '(' }] }", "plan_invalid_pattern", "does not compile")]
    [InlineData("run: { command: a && b }", "plan_invalid_command", "\"&&\"")]
    [InlineData("run: { command: 'a \"b' }", "plan_invalid_command", "not closed")]
    [InlineData("run: { command: '' }", "plan_invalid_command", "empty command")]
    [InlineData("run: { command: [a], shell: true }", "plan_contradiction", "wants a shell")]
    [InlineData("replay: { recording: ../../secret.har }", "plan_invalid_path", "../../secret.har")]
    [InlineData("replay: { recording: .git/config }", "plan_invalid_path", "git's own folder")]
    [InlineData("check: { '$..fee': 1 }", "plan_invalid_json_path", "neither a captured value nor a parameter")]
    [InlineData("check: { $.steps.quote.fee: 1 }", "plan_unknown_reference", "the step \"quote\"")]
    [InlineData("check: { $.params.nope: 1 }", "plan_unknown_reference", "the parameter \"nope\"")]
    public void BadStep_IsReportedAtItsPlace(string step, string code, string text)
    {
        var result = PlanSamples.Read(PlanSamples.Step(step));

        result.Problems.Should().Contain(problem => problem.Code == code && problem.Message.Contains(text), result.Format("").Replace("{", "{{").Replace("}", "}}"));
        result.Problems.Should().OnlyContain(problem => problem.Line == 5 && problem.Column > 1 && problem.Path.StartsWith("steps[0]"));
    }

    [Theory]
    [InlineData("", "plan_empty")]
    [InlineData("- a\n", "plan_wrong_type")]
    [InlineData("version: 1\npurpose: p\n", "plan_missing_key")]
    [InlineData("version: 1\npurpose: p\nsteps: []\n", "plan_invalid_value")]
    [InlineData("version: 1\npurpose: p\nsteps:\n\t- a\n", "plan_tab")]
    [InlineData("version: 1\npurpose: p\nsteps: [\n", "plan_syntax")]
    [InlineData("version: 1\npurpose: |\n  two\n  lines\nsteps: [{ id: s, request: { service: a, path: / } }]\n", "plan_invalid_value")]
    [InlineData("version: 1\npurpose: p\nparameters: { n: { type: integer, default: x } }\nsteps: [{ id: s, request: { service: a, path: / } }]\n", "plan_invalid_value")]
    public void BadFile_IsReported(string yaml, string code)
        => PlanSamples.Read(yaml).Problems.Select(problem => problem.Code).Should().Contain(code);

    [Theory]
    [InlineData("request: { service: a, url: / }", "did you mean \"path\"?")]
    [InlineData("request: { service: a, path: / }, expect: { body: { $.a: 1 } }", "did you mean \"json\"?")]
    [InlineData("request: { service: a, path: / }, expect: { json: { $.a: { equals: 1 } } }", "did you mean \"is\"?")]
    [InlineData("request: { service: a, path: / }, dependsOn: [x]", "did you mean \"after\"?")]
    [InlineData("load: { service: a, path: /, rps: 5 }", "did you mean \"rate\"?")]
    [InlineData("requets: { service: a, path: / }", "did you mean \"request\"?")]
    [InlineData("request: { service: a, path: '/${params.aa}' }", "did you mean \"a\"?")]
    public void SlipOfAName_SuggestsTheNearest(string step, string fix)
        => PlanSamples.Read(PlanSamples.Step(step)).Problems.Select(problem => problem.Fix).Should().Contain(fix);

    [Fact]
    public void UncapturedValue_NamesWhatIsCaptured()
        => PlanSamples.Read(PlanSamples.Steps("""
              - { id: one, request: { service: a, path: / }, capture: { price: $.body.price } }
              - { id: two, request: { service: a, path: "/${steps.one.prise}" } }
            """)).Problems.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Code = PlanProblemCodes.UnknownReference,
            Fix = "did you mean \"price\"?",
            Line = 6,
            Column = 47,
            Path = "steps[1].request.path",
        });

    [Fact]
    public void Circle_NamesItsSteps()
        => PlanSamples.Read(PlanSamples.Steps("""
              - { id: a, request: { service: a, path: "/${steps.c.x}" } }
              - { id: b, request: { service: a, path: / }, after: [a] }
              - { id: c, request: { service: a, path: / }, after: [b], capture: { x: $.body.x } }
            """)).Problems.Should().ContainSingle().Which.Message.Should().Contain("a → c → b → a");

    [Fact]
    public void OneIdTwice_NamesTheFirst()
        => PlanSamples.Read(PlanSamples.Steps("  - { id: a, request: { service: a, path: / } }") + "cleanup: [{ id: a, request: { service: a, path: / } }]\n")
            .Problems.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = PlanProblemCodes.DuplicateStep, Line = 6, Path = "cleanup[0].id" });

    [Fact]
    public void StepThatWaitsForCleanup_IsReported()
        => PlanSamples.Read(PlanSamples.Steps("  - { id: a, request: { service: a, path: / }, after: [b] }") + "cleanup: [{ id: b, request: { service: a, path: / } }]\n")
            .Problems.Should().ContainSingle().Which.Message.Should().Contain("runs after all others");

    [Fact]
    public void UnknownService_IsReportedWhereServicesAreKnown()
    {
        var yaml = PlanSamples.Steps("""
              - { id: a, request: { service: paymnts, path: "/${services.nope.url}" }, expect: { servedBy: { forks: [zzz] } } }
              - { id: b, request: { service: "${params.a}", path: / } }
              - { id: c, logs: { service: order, expect: [{ contains: x }] } }
              - { id: d, replay: { recording: x.har, services: [basket] } }
            """);

        PlanReader.Read(yaml, "p", ["payments", "orders"]).Problems.Select(problem => (problem.Code, problem.Line, problem.Path)).Should().BeEquivalentTo(new[]
        {
            (PlanProblemCodes.UnknownService, 5, "steps[0].request.service"),
            (PlanProblemCodes.UnknownService, 5, "steps[0].request.path"),
            (PlanProblemCodes.UnknownService, 5, "steps[0].expect.servedBy.forks"),
            (PlanProblemCodes.UnknownService, 7, "steps[2].logs.service"),
            (PlanProblemCodes.UnknownService, 8, "steps[3].replay.services"),
        });
        PlanReader.Read(yaml, "p").IsValid.Should().BeTrue();
    }

    [Fact]
    public void TooMuch_IsRefused()
    {
        var steps = PlanSamples.Steps(string.Join('\n', Enumerable.Range(0, 1001).Select(i => $"  - {{ id: s{i}, check: {{ $.params.a: x }} }}")));
        var parameters = $"version: 1\npurpose: p\nparameters:\n{string.Join('\n', Enumerable.Range(0, 101).Select(i => $"  p{i}: {{}}"))}\nsteps: [{{ id: s, request: {{ service: a, path: / }} }}]\n";

        PlanSamples.Read(steps).Problems.Should().ContainSingle().Which.Code.Should().Be(PlanProblemCodes.TooLarge);
        PlanSamples.Read(parameters).Problems.Should().ContainSingle().Which.Code.Should().Be(PlanProblemCodes.TooLarge);
        PlanSamples.Read(new string('#', 2_000_000)).Problems.Should().ContainSingle().Which.Code.Should().Be(PlanProblemCodes.TooLarge);
    }

    [Fact]
    public void AllProblems_ComeAtOnce()
        => PlanSamples.Read("""
            version: 2
            purpos: p
            steps:
              - { id: a, request: { service: a }, timeout: soon }
              - { id: a, compare: { service: a, path: /, method: POST } }
            """).Problems.Select(problem => problem.Code).Should().BeEquivalentTo(
            [
                PlanProblemCodes.InvalidValue, PlanProblemCodes.MissingKey, PlanProblemCodes.UnknownKey, PlanProblemCodes.MissingKey,
                PlanProblemCodes.InvalidValue, PlanProblemCodes.DuplicateStep, PlanProblemCodes.WouldMutate,
            ]);
}
