using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Schema;
using AgentSandbox.Orchestration.Configuration.Yaml;
using NJsonSchema;

namespace AgentSandbox.Orchestration.UnitTests.Configuration;

public sealed class JsonSchemaWriterTests
{
    private const string SchemaFile = "docs/agent-sandbox.schema.json";
    private const string UpdateVariable = "UPDATE_GOLDEN";

    [Fact]
    public void SchemaFile_EqualsTheTableOfKeys()
    {
        var path = RepositoryFiles.PathOf(SchemaFile);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, JsonSchemaWriter.Write());
        }

        File.ReadAllText(path).Should().Be(
            JsonSchemaWriter.Write(),
            $"{SchemaFile} follows from the table of keys; update it with: {UpdateVariable}=1 dotnet test tests/Orchestration.UnitTests --filter {nameof(JsonSchemaWriterTests)}");
    }

    [Theory]
    [InlineData("source: ., run: x", true)]
    [InlineData("source: a/b-c/.d, run: [x, 1, 2.5, true]", true)]
    [InlineData("source: ..x/y, run: x", true)]
    [InlineData("source: a/../b, run: x", false)]
    [InlineData("source: .., run: x", false)]
    [InlineData("source: /a, run: x", false)]
    [InlineData("source: ~/a, run: x", false)]
    [InlineData("source: 5, run: x", false)]
    [InlineData("source: ., run: { a: b }", false)]
    [InlineData("source: ., run: []", false)]
    [InlineData("run: x", false)]
    [InlineData("source: .", false)]
    [InlineData("source: ., build: x", false)]
    [InlineData("source: ., run: x, build: { command: y, env: { A: 1 } }", true)]
    [InlineData("source: ., run: x, build: { env: { A: 1 } }", false)]
    [InlineData("source: ., run: x, env: { A: 1, B: true, C: x, D: 1.5 }", true)]
    [InlineData("source: ., run: x, env: { A: }", false)]
    [InlineData("source: ., run: x, env: { A: [x] }", false)]
    [InlineData("source: ., run: x, env: { '1A': x }", false)]
    [InlineData("source: ., run: x, health: /a", true)]
    [InlineData("source: ., run: x, health: { http: /a, timeout: 1m30s }", true)]
    [InlineData("source: ., run: x, health: { tcp: true }", true)]
    [InlineData("source: ., run: x, health: { tcp: false }", false)]
    [InlineData("source: ., run: x, health: { http: /a, tcp: true }", false)]
    [InlineData("source: ., run: x, health: a", false)]
    [InlineData("source: ., run: x, health: //a", false)]
    [InlineData("source: ., run: x, protocol: grpc", false)]
    [InlineData("source: ., run: x, port: 65535", true)]
    [InlineData("source: ., run: x, port: 65536", false)]
    [InlineData("source: ., run: x, port: 1.5", false)]
    [InlineData("source: ., run: x, shell: 'true'", false)]
    [InlineData("source: ., run: x, prot: 80", false)]
    [InlineData("source: ., run: x, x-mine: 80", false)]
    [InlineData("source: ., run: x, stop: { grace: 5 }", false)]
    [InlineData("source: ., run: x, fork: { env: { A: x } }, image: { build: x }, include: ['**/*.env']", true)]
    [InlineData("url: 'https://a.example/b'", true)]
    [InlineData("url: 'https://a.example', carry: true, port: 80, protocol: h2c", true)]
    [InlineData("url: 'https://u:p@a.example'", false)]
    [InlineData("url: 'https://a.example?x=1'", false)]
    [InlineData("url: 'https://a.example', run: x, source: .", false)]
    [InlineData("url: 'https://a.example', tcp: 'a:1'", false)]
    [InlineData("url: 'https://a.example', health: /a", false)]
    [InlineData("tcp: 'a:1'", true)]
    [InlineData("tcp: '[::1]:1'", true)]
    [InlineData("tcp: a", false)]
    [InlineData("tcp: 'a:1', carry: true", false)]
    [InlineData("tcp: 'a:1', health: /a", false)]
    [InlineData("source: ., run: x, carry: true", false)]
    public void Service_IsAcceptedByBothOrNeither(string service, bool expected)
        => Compare($"version: 1\nservices: {{ s: {{ {service} }} }}\n", expected);

    [Theory]
    [InlineData("version: 1", true)]
    [InlineData("version: 2", false)]
    [InlineData("version: '1'", false)]
    [InlineData("", false)]
    [InlineData("version: 1, x-note: { any: [thing] }", true)]
    [InlineData("version: 1, note: x", false)]
    [InlineData("version: 1, trunk: feature/x", true)]
    [InlineData("version: 1, trunk: 1.0", false)]
    [InlineData("version: 1, trunk: -x", false)]
    [InlineData("version: 1, engine: docker", false)]
    [InlineData("version: 1, start: eager, hostIdle: 1h, redact: [A_B, c]", true)]
    [InlineData("version: 1, redact: ['A B']", false)]
    [InlineData("version: 1, redact: A", false)]
    [InlineData("version: 1, lease: { idle: 1m, max: 2h }", true)]
    [InlineData("version: 1, lease: { idle: 1 min }", false)]
    [InlineData("version: 1, lease: { ttl: 1m }", false)]
    [InlineData("version: 1, limits: { logs: { maxBytes: 10000, files: 1 } }", true)]
    [InlineData("version: 1, limits: { logs: { maxBytes: 10MB } }", true)]
    [InlineData("version: 1, limits: { logs: { maxBytes: 10 Megabytes } }", false)]
    [InlineData("version: 1, limits: { logs: { maxBytes: 1 } }", false)]
    [InlineData("version: 1, limits: { maxConcurrentBuilds: 0 }", false)]
    [InlineData("version: 1, routing: { unknownKey: baseline, carriers: [{ header: a }, { baggage: b }] }", true)]
    [InlineData("version: 1, routing: { carriers: [{ header: a, baggage: b }] }", false)]
    [InlineData("version: 1, routing: { carriers: [{ }] }", false)]
    [InlineData("version: 1, routing: { carriers: [{ header: 'a b' }] }", false)]
    public void Settings_AreAcceptedByBothOrNeither(string settings, bool expected)
        => Compare($"{{ {(settings.Length == 0 ? "" : settings + ", ")}services: {{ s: {{ url: 'http://x' }} }} }}\n", expected);

    [Theory]
    [InlineData("version: 1\nservices: {}\n")]
    [InlineData("version: 1\nservices: { A: { url: 'http://x' } }\n")]
    [InlineData("version: 1\nservices: { a-: { url: 'http://x' } }\n")]
    [InlineData("version: 1\nservices: [a]\n")]
    [InlineData("version: 1\n")]
    public void Services_AreRefusedByBoth(string yaml) => Compare(yaml, expected: false);

    private static void Compare(string yaml, bool expected)
    {
        var schema = JsonSchema.FromJsonAsync(JsonSchemaWriter.Write()).GetAwaiter().GetResult();
        var problems = new ProblemList();
        var json = ToJson(YamlTreeReader.Read(yaml, problems)!)!.ToJsonString();

        var read = ConfigurationReader.Read(yaml);
        var errors = schema.Validate(json);

        read.IsValid.Should().Be(expected, "the reader says: {0}", read.Format(""));
        (errors.Count == 0).Should().Be(expected, "the schema says: {0}", string.Join(", ", errors));
    }

    private static JsonNode? ToJson(YamlValue value) => value.Kind switch
    {
        YamlValueKind.Mapping => new JsonObject(value.Entries.Select(entry => KeyValuePair.Create(entry.Name, ToJson(entry.Value)))),
        YamlValueKind.Sequence => new JsonArray([.. value.Items.Select(ToJson)]),
        _ => value.Type switch
        {
            YamlScalarType.Null => null,
            YamlScalarType.String => JsonValue.Create(value.Text),
            _ => JsonNode.Parse(value.Text.ToLowerInvariant()),
        },
    };
}
