using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using NJsonSchema;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Resources;

public sealed class CustomResourcesTests
{
    public static TheoryData<string> Definitions => ["RoutedSandbox", "RouteGroup"];

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Schema_IsStructural_AndDescribesEachField(string kind)
    {
        var problems = new List<string>();

        Walk(SchemaOf(kind), kind, problems);

        problems.Should().BeEmpty("'kubectl explain' shows the descriptions, and the API server refuses a schema that is not structural");
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Columns_ShowFieldsOfTheSchema(string kind)
    {
        var schema = SchemaOf(kind);
        foreach (var path in Version(kind).ObjectsAt("additionalPrinterColumns").Select(column => column.TextAt("jsonPath")!).Where(path => path.StartsWith(".status.", StringComparison.Ordinal)))
        {
            var field = path.Split('.', '[')[2];
            schema.At("properties", "status", "properties", field).Should().NotBeNull($"{path} shows something");
        }
    }

    [Theory]
    [InlineData("{ spec: { forks: [{ service: orders, image: 'a:1' }] } }", true)]
    [InlineData("{ spec: {} }", true)]
    [InlineData("{ }", false)]
    [InlineData("{ metadata: { name: pr.1 }, spec: {} }", false)]
    [InlineData("{ spec: { forks: [{ image: 'a:1' }] } }", false)]
    [InlineData("{ spec: { forks: [{ service: Orders }] } }", false)]
    [InlineData("{ spec: { forks: [{ service: orders, image: 'a b' }] } }", false)]
    [InlineData("{ spec: { forks: [{ service: orders, replicas: 21 }] } }", false)]
    [InlineData("{ spec: { forks: [{ service: orders, replicas: 0 }] } }", true)]
    [InlineData("{ spec: { forks: [{ service: orders, workload: { kind: Job, name: a } }] } }", false)]
    [InlineData("{ spec: { forks: [{ service: orders, resources: { limits: { memory: lots } } }] } }", false)]
    [InlineData("{ spec: { forks: [{ service: orders, patch: { spec: { anything: [1] } } }] } }", true)]
    [InlineData("{ spec: { lease: { idle: 1h30m } } }", true)]
    [InlineData("{ spec: { lease: { idle: soon } } }", false)]
    public async Task Resource_IsCheckedByTheSchema(string resource, bool expected)
    {
        var schema = await JsonSchema.FromJsonAsync(SchemaOf("RoutedSandbox").ToJsonString());

        (schema.Validate(GoldenCases.Yaml(resource).ToJsonString()).Count == 0).Should().Be(expected);
    }

    [Fact]
    public async Task Resource_ThatAToolWrites_FitsTheSchema()
    {
        var record = Records.Sandbox("pr-1", DateTimeOffset.UnixEpoch).WithFork("orders", 1);
        var resource = RoutedSandboxWriter.Write(record.Spec, "shop");
        var reading = RoutedSandboxReader.Read(resource, record.Spec.Lease);
        record = record with { Forks = new Dictionary<string, Orchestration.Sandboxes.ForkStatus> { ["orders"] = Records.Status("orders", 1, Orchestration.Sandboxes.ForkPhase.Failed, serving: 1, down: true) } };
        resource["status"] = StatusWriter.Write(new StatusFacts { Reading = reading, Record = record, ExpiresAt = DateTimeOffset.UnixEpoch, Now = DateTimeOffset.UnixEpoch });
        var schema = await JsonSchema.FromJsonAsync(SchemaOf("RoutedSandbox").ToJsonString());

        schema.Validate(resource.ToJsonString()).Select(error => error.ToString()).Should().BeEmpty();
        reading.Refused.Should().BeEmpty();
    }

    private static JsonObject Version(string kind) => (kind == "RouteGroup" ? CustomResources.RouteGroup() : CustomResources.RoutedSandbox()).ObjectAt("spec")!.ObjectsAt("versions").Single(); // it has a spec

    private static JsonObject SchemaOf(string kind) => Version(kind).ObjectAt("schema", "openAPIV3Schema")!; // it has one

    private static void Walk(JsonObject schema, string path, List<string> problems)
    {
        if (schema.TextAt("type") is null)
        {
            problems.Add($"{path} has no type");
        }

        if (schema.TextAt("description") is null && !path.Contains(".metadata", StringComparison.Ordinal))
        {
            problems.Add($"{path} has no description");
        }

        if (schema.At("x-kubernetes-validations") is not null)
        {
            problems.Add($"{path} has validations that 1.20 drops silently");
        }

        foreach (var (name, property) in schema.ObjectAt("properties") ?? [])
        {
            Walk((JsonObject)property!, $"{path}.{name}", problems); // a schema is an object
        }

        foreach (var name in (string[])["items", "additionalProperties"])
        {
            if (schema.ObjectAt(name) is { } inner)
            {
                Walk(inner, $"{path}[]", problems);
            }
        }

        foreach (var key in schema.ListAt("x-kubernetes-list-map-keys").Where(key => !schema.ListAt("items", "required").Contains(key)))
        {
            problems.Add($"{path} has the key {key}, which is not required");
        }
    }
}
