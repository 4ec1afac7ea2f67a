using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.UnitTests.Configuration;
using NJsonSchema;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reading;

public sealed class PlanSchemaTests
{
    private const string SchemaFile = "docs/plan.schema.json";
    private const string UpdateVariable = "UPDATE_GOLDEN";

    private static readonly JsonSchema s_schema = JsonSchema.FromJsonAsync(PlanSchema.Write()).GetAwaiter().GetResult();

    [Fact]
    public void SchemaFile_EqualsTheTableOfKeys()
    {
        var path = RepositoryFiles.PathOf(SchemaFile);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, PlanSchema.Write());
        }

        File.ReadAllText(path).Should().Be(
            PlanSchema.Write(),
            $"{SchemaFile} follows from the table of keys; update it with: {UpdateVariable}=1 dotnet test tests/Orchestration.UnitTests --filter {nameof(PlanSchemaTests)}");
    }

    [Fact]
    public void FullPlan_IsAcceptedByBoth() => Compare(PlanSamples.Full, expected: true);

    [Theory]
    [InlineData("request: { service: a, path: / }", true)]
    [InlineData("request: { service: '${params.a}', path: '${params.a}' }", true)]
    [InlineData("request: { service: A, path: / }", false)]
    [InlineData("request: { service: a, path: x }", false)]
    [InlineData("request: { service: a, path: //x }", false)]
    [InlineData("request: { service: a, path: '/a b' }", false)]
    [InlineData("request: { service: a }", false)]
    [InlineData("request: { service: a, path: /, method: get }", false)]
    [InlineData("request: { service: a, path: /, headers: { 'a b': c } }", false)]
    [InlineData("request: { service: a, path: /, headers: { a: 1, b: true }, body: [1, { a: b }] }", true)]
    [InlineData("request: { service: a, path: / }, expect: { status: 200 }", true)]
    [InlineData("request: { service: a, path: / }, expect: { status: 99 }", false)]
    [InlineData("request: { service: a, path: / }, expect: { status: [200, 404] }", true)]
    [InlineData("request: { service: a, path: / }, expect: { status: [] }", false)]
    [InlineData("request: { service: a, path: / }, expect: { status: { atLeast: 200, below: 300 } }", true)]
    [InlineData("request: { service: a, path: / }, expect: { status: { atLeast: many } }", false)]
    [InlineData("request: { service: a, path: / }, expect: { headers: { a: [b] } }", false)]
    [InlineData("request: { service: a, path: / }, expect: { json: { $.a: [b], $.c: ~, $.d: { absent: true } } }", true)]
    [InlineData("request: { service: a, path: / }, expect: { json: { $.a: {} } }", false)]
    [InlineData("request: { service: a, path: / }, expect: { json: { $.a: { is: {} } } }", true)]
    [InlineData("request: { service: a, path: / }, expect: { json: { $.a: { equals: 1 } } }", false)]
    [InlineData("request: { service: a, path: / }, expect: { json: { a: 1 } }", false)]
    [InlineData("request: { service: a, path: / }, expect: { json: { $.a: { length: { atLeast: 1, atMost: 2 } } } }", true)]
    [InlineData("request: { service: a, path: / }, expect: { json: { $.a: { length: -1 } } }", false)]
    [InlineData("request: { service: a, path: / }, expect: { json: { $.a: { type: text } } }", false)]
    [InlineData("request: { service: a, path: / }, expect: { json: { $.a: { type: null } } }", true)]
    [InlineData("request: { service: a, path: / }, expect: { json: { $.a: { includes: x } } }", false)]
    [InlineData("request: { service: a, path: / }, expect: { json: { $.a: { includes: { x: 1 }, subsetOf: [1] } } }", true)]
    [InlineData("request: { service: a, path: / }, expect: { json: { $.a: { schema: { type: object } } } }", true)]
    [InlineData("request: { service: a, path: / }, expect: { text: { matches: a+ }, time: 1s, servedBy: baseline }", true)]
    [InlineData("request: { service: a, path: / }, expect: { time: 1 }", false)]
    [InlineData("request: { service: a, path: / }, expect: { servedBy: { forks: [] } }", false)]
    [InlineData("request: { service: a, path: / }, expect: { servedBy: none }", false)]
    [InlineData("request: { service: a, path: / }, capture: { x: $.body.x }, retries: 10, timeout: 1h, when: true", true)]
    [InlineData("request: { service: a, path: / }, capture: { x: body.x }", false)]
    [InlineData("request: { service: a, path: / }, capture: { 1x: $.x }", false)]
    [InlineData("request: { service: a, path: / }, retries: 11", false)]
    [InlineData("request: { service: a, path: / }, check: { $.params.a: 1 }", false)]
    [InlineData("title: x", false)]
    [InlineData("logs: { expect: [{ contains: x }] }, expect: { status: 200 }", false)]
    [InlineData("compare: { service: a, path: /, samples: 20, failOn: [] }", true)]
    [InlineData("compare: { service: a, path: /, failOn: [all] }", false)]
    [InlineData("compare: { service: a, path: /, ignore: [id] }", false)]
    [InlineData("compare: { service: a, path: /, samples: 21 }", false)]
    [InlineData("load: { service: a, path: /, rate: 0.5, confidence: 0.9, baseline: false }", true)]
    [InlineData("load: { service: a, path: /, rate: 0 }", false)]
    [InlineData("load: { service: a, path: /, confidence: 1 }", false)]
    [InlineData("load: { service: a, path: /, thresholds: { p99: { atMost: 5 } } }", false)]
    [InlineData("load: { service: a, path: /, thresholds: { p99: {} } }", false)]
    [InlineData("load: { service: a, path: /, thresholds: { p75: { atMost: 5s } } }", false)]
    [InlineData("load: { service: a, path: /, thresholds: { errorRate: { atMost: 2 } } }", false)]
    [InlineData("logs: { expect: [] }", false)]
    [InlineData("logs: { expect: [{ atMost: 1 }] }", false)]
    [InlineData("logs: { expect: [{ level: info }] }", false)]
    [InlineData("run: { command: [a, 1, true] }", true)]
    [InlineData("run: { command: [] }", false)]
    [InlineData("run: { command: a, directory: ../b }", false)]
    [InlineData("run: { command: a, env: { 'A B': c } }", false)]
    [InlineData("replay: { recording: a.har }", true)]
    [InlineData("replay: { recording: ../a.har }", false)]
    [InlineData("replay: { recording: /a.har }", false)]
    [InlineData("check: {}", false)]
    [InlineData("check: { $.params.a: x }", true)]
    [InlineData("check: { $.params.a: x }, capture: { a: $.x }", false)]
    [InlineData("request: { service: a, path: / }, after: s", false)]
    [InlineData("request: { service: a, path: / }, x-note: 1", false)]
    public void Step_IsAcceptedByBothOrNeither(string step, bool expected) => Compare(PlanSamples.Step(step), expected);

    [Theory]
    [InlineData("version: 1, purpose: p", true)]
    [InlineData("version: 1, purpose: p, x-note: [1]", true)]
    [InlineData("version: 2, purpose: p", false)]
    [InlineData("version: 1", false)]
    [InlineData("version: 1, purpose: ''", false)]
    [InlineData("version: 1, purpose: ' '", false)]
    [InlineData("version: 1, purpose: p, maxParallel: 0", false)]
    [InlineData("version: 1, purpose: p, timeout: 5", false)]
    [InlineData("version: 1, purpose: p, parameters: { a: {} }", true)]
    [InlineData("version: 1, purpose: p, parameters: { a: x }", false)]
    [InlineData("version: 1, purpose: p, parameters: { 'a.b': {} }", false)]
    [InlineData("version: 1, purpose: p, parameters: { a: { type: date } }", false)]
    [InlineData("version: 1, purpose: p, cleanup: []", true)]
    public void Head_IsAcceptedByBothOrNeither(string head, bool expected)
        => Compare($"{{ {head}, steps: [{{ id: s, request: {{ service: a, path: / }} }}] }}", expected);

    [Theory]
    [InlineData("version: 1\npurpose: p\n")]
    [InlineData("version: 1\npurpose: p\nsteps: []\n")]
    [InlineData("version: 1\npurpose: p\nsteps: [{ request: { service: a, path: / } }]\n")]
    [InlineData("version: 1\npurpose: p\nsteps: [{ id: A b, request: { service: a, path: / } }]\n")]
    public void Steps_AreRefusedByBoth(string yaml) => Compare(yaml, expected: false);

    private static void Compare(string yaml, bool expected)
    {
        var json = YamlJson.Convert(YamlTreeReader.Read(yaml, new ProblemList())!, new ProblemList(), "") as JsonObject;

        var read = PlanSamples.Read(yaml);
        var errors = s_schema.Validate(json!.ToJsonString());

        read.IsValid.Should().Be(expected, "the reader says: {0}", read.Format(""));
        (errors.Count == 0).Should().Be(expected, "the schema says: {0}", string.Join(", ", errors));
    }
}
